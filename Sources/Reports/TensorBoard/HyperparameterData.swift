/// The messages by which TensorBoard's HParams page knows the runs of an experiment: `plugin_data.proto` and `api.proto`
/// of its hparams plugin.
enum HyperparameterData {
  static let plugin = "hparams"

  /// Which parameters there are and which figures to compare.
  static func experiment(name: String, parameters: [(name: String, isNumber: Bool)], metrics: [String])
    -> ProtobufMessage
  {
    pluginData {
      $0.message(2) { experiment in
        experiment.text(6, name)
        for parameter in parameters {
          experiment.message(4) {
            $0.text(1, parameter.name)
            $0.integer(4, parameter.isNumber ? 3 : 1)
          }
        }
        for metric in metrics {
          experiment.message(5) { $0.message(1) { $0.text(2, metric) } }
        }
      }
    }
  }

  /// The parameters of one run.
  static func start(of run: String, _ parameters: [(name: String, value: Cell)]) -> ProtobufMessage {
    pluginData {
      $0.message(3) { session in
        for parameter in parameters {
          session.message(1) {
            $0.text(1, parameter.name)
            $0.message(2) { value in
              if let number = parameter.value.number {
                value.double(2, number)
              } else {
                value.text(3, parameter.value.plainText)
              }
            }
          }
        }
        session.text(4, run)
      }
    }
  }

  static func end(succeeded: Bool) -> ProtobufMessage {
    pluginData { $0.message(4) { $0.integer(1, succeeded ? 1 : 2) } }
  }

  private static func pluginData(_ fill: (inout ProtobufMessage) -> Void) -> ProtobufMessage {
    var data = ProtobufMessage()
    data.integer(1, 0)
    fill(&data)
    return data
  }
}
