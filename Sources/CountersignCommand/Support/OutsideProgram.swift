internal import Subprocess

#if canImport(System)
  internal import System
#else
  internal import SystemPackage
#endif

/// How a program that this process started came to its end.
struct ProgramEnd {
  /// The exit status, or 128 and the signal's number as a shell would say.
  let status: Int32
  let output: [UInt8]
  /// Standard error, where it was kept.
  let errors: [UInt8]

  var succeeded: Bool { status == 0 }

  /// Standard output as text, without the newlines at its end.
  var text: String {
    let end = output.lastIndex { $0 != 0x0A && $0 != 0x0D }.map { $0 + 1 } ?? 0
    return String(decoding: output[..<end], as: UTF8.self)
  }
}

/// A program of the user's, started without a shell: each argument reaches it as it is.
///
/// It shares this process's terminal, environment and standard error, so that it can ask for a
/// passphrase or a touch and say itself what went wrong.
struct OutsideProgram: Sendable {
  let name: String
  /// What is added to the environment, or with nil taken out of it.
  var environment: [String: String?] = [:]

  /// Runs the program to its end.
  ///
  /// - Throws: With status 69 where it cannot be started.
  func run(_ arguments: [String], quietly: Bool = false) async throws(Failure) -> ProgramEnd {
    do {
      return quietly
        ? try await end(arguments, errors: DiscardedOutput.discarded)
        : try await end(arguments, errors: FileDescriptorOutput.currentStandardError)
    } catch {
      throw Failure(
        .unavailable, "The program \(name) cannot be run: \(error)",
        hint: "Install it, and see that PATH names its folder.")
    }
  }

  private func end<Errors: ErrorOutputProtocol>(
    _ arguments: [String], errors: Errors
  ) async throws -> ProgramEnd {
    let changes = environment.map { (Environment.Key(stringLiteral: $0), $1) }
    let result = try await Subprocess.run(
      Executable(named: name), arguments: Arguments(arguments),
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
