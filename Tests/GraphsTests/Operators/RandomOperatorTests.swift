import Tensors
import Testing

@testable import Graphs

/// Random operators: the generator is the published one, seeds repeat, distributions are as asked.
@Suite struct RandomOperatorTests {
  @Test("The generator is MT19937: the ten-thousandth number of seed 5489 is that of the C++ standard")
  func generatorIsTheStandardOne() {
    var generator = MersenneTwister(seed: 5489)
    var last: UInt32 = 0
    for _ in 0..<10_000 { last = generator.next() }
    #expect(last == 4_123_659_995)
  }

  @Test("The numbers of seed 0 are NumPy's")
  func unitNumbersAreThoseOfNumPy() {
    var generator = MersenneTwister(seed: 0)
    #expect([generator.unit(), generator.unit()] == [0.5488135039273248, 0.7151893663724195])
  }

  @Test(arguments: [
    (RandomNormal.self as any Operator.Type, 0, 1), (RandomUniform.self, 0.5, 0.2886751),
  ])
  func momentsAreThoseOfTheDistribution(_ type: any Operator.Type, mean: Float, deviation: Float) throws {
    let example = OperatorExample(type, ["shape": .integers([100, 100]), "seed": .float(3)], [])
    let values = try example.evaluate()[0].floats
    let average = values.reduce(0, +) / Float(values.count)
    let variance = values.reduce(0) { $0 + ($1 - average) * ($1 - average) } / Float(values.count)
    #expect(abs(average - mean) < 0.03)
    #expect(abs(variance.squareRoot() - deviation) < 0.02)
    #expect(try example.evaluate()[0].floats == values)
    let other = OperatorExample(type, ["shape": .integers([100, 100]), "seed": .float(4)], [])
    #expect(try other.evaluate()[0].floats != values)
  }

  @Test func bernoulliFollowsItsProbabilities() throws {
    let certain = Given.floats([4], [0, 1, 0, 1])
    #expect(try OperatorExample(Bernoulli.self, [:], [certain]).evaluate()[0].floats == [0, 1, 0, 1])
    let even = Given.floats([1000], [Float](repeating: 0.25, count: 1000))
    let ones = try OperatorExample(Bernoulli.self, ["dtype": .integer(7)], [even]).evaluate()[0].integers
    #expect(200...300 ~= ones.reduce(0, +))
  }

  @Test func multinomialFollowsItsLogarithms() throws {
    // log 0.1, log 0.2, log 0.7, all shifted by a constant.
    let logarithms = Given.floats([1, 3], [5 - 2.3025851, 5 - 1.609438, 5 - 0.35667497])
    let example = OperatorExample(Multinomial.self, ["sample_size": .integer(2000)], [logarithms])
    let draws = try example.evaluate()[0].integers
    let counts = (0..<3).map { index in draws.count { $0 == Int64(index) } }
    #expect(150...250 ~= counts[0])
    #expect(330...470 ~= counts[1])
  }

  @Test func dropoutInTrainingScalesWhatItKeeps() throws {
    let input = Given.floats([1000], [Float](repeating: 3, count: 1000))
    var reader = AttributeReader(["seed": .integer(7)], outputCount: 2)
    let dropout = try Dropout(attributes: &reader)
    let yes = Tensor(TensorType(.bool, []), integers: [1])
    let inputs: [Tensor?] = [input, .scalar(Float(0.25)), yes]
    let types = try dropout.outputTypes(for: inputs.map { $0.map { OperatorInput(type: $0.type) } })
    #expect(types.map(\.element) == [.float32, .bool])
    let results = try dropout.evaluate(inputs, outputs: types)
    #expect(zip(results[0].floats, results[1].integers).allSatisfy { $0 == ($1 == 1 ? 4 : 0) })
    #expect(700...800 ~= results[1].integers.reduce(0, +))
  }

  @Test func dropoutAtInferenceIsFreeOnlyWithoutItsMask() throws {
    let example = OperatorExample(Dropout.self, [:], [Given.reals(2, 3)])
    guard case .alias = try example.form() else {
      Issue.record("no alias")
      return
    }
    var reader = AttributeReader([:], outputCount: 2)
    let masked = try Dropout(attributes: &reader)
    guard case .host = masked.form(inputs: example.known, outputs: try masked.outputTypes(for: example.known))
    else {
      Issue.record("the mask costs nothing")
      return
    }
  }
}
