import Foundation

Interruption.handle()
exit(CommandLineTool(console: TerminalConsole()).run(Array(CommandLine.arguments.dropFirst())).rawValue)
