internal import Processing
internal import Subprocess

#if canImport(System)
  internal import System
#else
  internal import SystemPackage
#endif

/// A program of the user's, started without a shell: each argument reaches it as it is.
///
/// It shares this process's terminal, environment and standard error, so that it can ask for a
/// passphrase or a touch and say itself what went wrong.
struct OutsideProgram: Sendable {
  private let start: ProgramStart

  init(_ start: ProgramStart) { self.start = start }

  /// Runs the program to its end.
  ///
  /// - Throws: With status 69 where it cannot be started.
  func run() async throws(Failure) -> ProgramEnd {
    do {
      return start.isQuiet
        ? try await end(errors: DiscardedOutput.discarded)
        : try await end(errors: FileDescriptorOutput.currentStandardError)
    } catch {
      throw Failure(
        .unavailable, "The program \(start.name) cannot be run: \(error)",
        hint: "Install it, and see that PATH names its folder.")
    }
  }

  private func end<Errors: ErrorOutputProtocol>(
    errors: Errors
  ) async throws -> ProgramEnd {
    let changes = start.environment.map { (Environment.Key(stringLiteral: $0), $1) }
    let result = try await Subprocess.run(
      Executable(named: start.name), arguments: Arguments(start.arguments),
      environment: .inherit.updating(Dictionary(changes) { $1 }), input: .none,
      output: .bytes(limit: 16 << 20), error: errors)
    return ProgramEnd(status: result.terminationStatus, output: result.standardOutput)
  }
}

extension Executable {
  /// A program by its name in `PATH`, or by its path where it has a slash, as a shell takes it.
  init(named name: String) { self = name.contains("/") ? .path(FilePath(name)) : .name(name) }
}

extension ProgramEnd {
  init(status: TerminationStatus, output: [UInt8], errors: [UInt8] = []) {
    let number =
      switch status {
      case .exited(let code): Int32(code)
      case .signaled(let signal): 128 + Int32(signal)
      }
    self.init(status: number, output: output, errors: errors)
  }
}
