import Decisions
import Model
import Testing

/// A request that one thing speaks against, and a near twin that is granted.
struct Example: Sendable, CustomTestStringConvertible {
  let code: ReasonCode
  let verdict: Evaluation.Verdict
  let testDescription: String
  let faulty: @Sendable () -> Evaluation
  let twin: @Sendable () -> Evaluation

  init(
    _ code: ReasonCode, _ verdict: Evaluation.Verdict, _ description: String,
    _ faulty: @escaping @Sendable () -> Evaluation,
    butNot twin: @escaping @Sendable () -> Evaluation
  ) {
    self.code = code
    self.verdict = verdict
    testDescription = "\(code.rawValue): \(description)"
    self.faulty = faulty
    self.twin = twin
  }

  init(
    _ code: ReasonCode, _ description: String, _ faulty: @escaping @Sendable () -> Evaluation,
    butNot twin: @escaping @Sendable () -> Evaluation
  ) {
    self.init(code, .refused, description, faulty, butNot: twin)
  }
}

/// The example policy with the changes that `change` makes.
func policy(_ change: (inout PolicyBuilder) -> Void) -> PolicyBuilder {
  var builder = PolicyBuilder.example
  change(&builder)
  return builder
}

/// The example request with the changes that `change` makes.
func request(_ change: (inout RequestBuilder) -> Void) -> RequestBuilder {
  var builder = RequestBuilder()
  change(&builder)
  return builder
}
