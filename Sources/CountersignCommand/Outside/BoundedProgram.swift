internal import Processing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A program that is asked something: started without a shell, with a limit on its time and its answer.
///
/// It gets nothing of this process's environment but what `environment` names, stands in no folder of the
/// repository's, and is killed with all that it started when its time is over.
struct BoundedProgram: Sendable {
  typealias Trouble = ProgramTrouble

  /// Its name or absolute path, and the arguments.
  let words: [String]
  let environment: [String: String]
  var timeLimit = Duration.seconds(20)
  /// Bytes of standard output.
  var outputLimit = 1 << 20
  /// Bytes of standard error; with nil it is thrown away.
  var errorLimit: Int?

  /// Gives the program `input` and waits for its end, or for that of its time.
  ///
  /// When it has ended or is late, nothing that it started goes on.
  func run(input: [UInt8]) async -> Result<ProgramEnd, Trouble> {
    guard !words.isEmpty, let output = ProgramOutput(keepingErrors: errorLimit != nil) else {
      return .failure(.notStarted)
    }
    let program = KeptProgram(
      words, environment: environment, output: output.output, errors: output.errors)
    // Only the program is to hold these.
    for end in [output.output, output.errors].compactMap({ $0 }) { close(end) }
    let limits = [outputLimit] + (errorLimit.map { [$0] } ?? [])
    let gathering = Task { await output.gather(limits: limits) }
    let status = await program?.end(feeding: input, within: timeLimit) ?? .failure(.notStarted)
    // All that it had to say is in the pipes by now.
    gathering.cancel()
    let content = await gathering.value
    if case .success = status, content.isTooMuch { return .failure(.tooMuch(limit: outputLimit)) }
    return status.map { ProgramEnd(status: $0, output: content.output, errors: content.errors) }
  }
}
