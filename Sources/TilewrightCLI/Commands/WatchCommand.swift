import Foundation
import Tilewright

/// `tilewright watch CHIP MODEL`: a matrix engine at work, cycle by cycle.
enum WatchCommand: Command {
  static let specification = CommandSpecification(
    name: "watch", summary: "Watch a matrix engine work, cycle by cycle, in the terminal or on a page",
    operands: ModelOptions.operands,
    options: ModelOptions.options + [
      .init(
        name: "--operator", value: "NAME", summary: "whose first product to watch (the first that has one)"),
      .init(name: "--cycles", value: "N", summary: "how many (200; as text 12)"),
      .init(
        name: "--html", value: "FILE", summary: "write a page with a slider instead (- is standard output)"),
    ],
    example: "watch teaching-4x4 matmul-4x4 --html matmul.html")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    // With numerics, so that quantised values have the scales that a run would give them.
    let options = try ModelOptions.parse(arguments)
    let chip = try Shelf.chips.file(named: arguments.operand("CHIP"))
    let model = try Shelf.workloads.file(named: arguments.operand("MODEL"))
    try arguments.checkOutputs(inputs: [chip, model])
    let isInteractive = arguments.value("--html") == nil && FilmPlayer.hasTerminal
    let isText = arguments.value("--html") == nil && !isInteractive
    let cycles = try arguments.integer("--cycles", in: 1...100_000) ?? (isText ? 12 : 200)

    let film = try film(try Simulation(chip: chip, model: model, options: options), arguments, cycles)
    if let path = arguments.value("--html") {
      let bytes = [UInt8](FilmPage(film).text.utf8)
      try OutputFile.write(path, console) { try $0.write(bytes) }
    } else if isInteractive {
      FilmPlayer(film, console).play()
    } else {
      let text = FilmText(film)
      console.write(film.title + "\n\n")
      for index in film.frames.indices { console.write(text.frame(index) + "\n") }
    }
    return .done
  }

  private static func film(
    _ simulation: Simulation, _ arguments: Arguments, _ cycles: Int
  ) throws -> ArrayFilm {
    let program = try simulation.map()
    let name = arguments.value("--operator")
    guard let product = try program.firstProduct(of: name) else {
      let names = Set(
        program.commands.compactMap { command in
          if case .matrix = command.engine { program.graph.nodes[Int(command.node)].name } else { nil }
        })
      guard let name else {
        throw InputError(at: program.graph.name, "gives no matrix engine of \(simulation.chip.name) any work")
      }
      throw InputError(
        .usage, at: "--operator \(name)", "gives no matrix engine any work",
        remedy: suggestion(for: name, among: names.sorted()))
    }
    guard let engine = simulation.chip.cores[product.core].matrix else {
      throw InputError(at: simulation.chip.name, "has no matrix engine in core \(product.core)")
    }
    let shape = product.operands.shape
    return try ArrayFilm(
      title: "\(simulation.chip.name), \(program.graph.name), \(product.operatorName): "
        + "\(shape.groups > 1 ? "\(shape.groups) times " : "")\(shape.rows)×\(shape.reduction) · "
        + "\(shape.reduction)×\(shape.columns) on \(engine.rows)×\(engine.columns) PEs",
      engine: engine, operands: product.operands, cycles: cycles)
  }
}
