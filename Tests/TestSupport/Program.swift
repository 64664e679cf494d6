import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// What a program printed and how it ended.
package struct ProgramResult: Sendable {
  /// The exit status, or 128 and the signal's number as a shell would say.
  package let status: Int
  package let output: [UInt8]
  package let errors: [UInt8]

  /// Standard output as text, with the newlines at its end taken off.
  package var text: String { trimmed(output) }
  /// Standard error as text, with the newlines at its end taken off.
  package var errorText: String { trimmed(errors) }

  private func trimmed(_ bytes: [UInt8]) -> String {
    let end = bytes.lastIndex { $0 != 0x0A && $0 != 0x0D }.map { $0 + 1 } ?? 0
    return String(decoding: bytes[..<end], as: UTF8.self)
  }
}

/// Runs `program` with a closed environment and waits for its end.
///
/// Nothing of the caller's environment reaches the program but `PATH`; `environment` adds to it.
/// - Throws: `ScratchError` when the program cannot be started.
package func runProgram(
  _ program: String, _ arguments: [String] = [], in directory: String? = nil,
  environment: [String: String] = [:], input: [UInt8] = []
) async throws -> ProgramResult {
  var values: [Environment.Key: String] = [
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
  ]
  for (name, value) in environment { values[Environment.Key(stringLiteral: name)] = value }
  let executable: Executable = program.contains("/") ? .path(FilePath(program)) : .name(program)
  let result = try await Subprocess.run(
    executable, arguments: Arguments(arguments), environment: .custom(values),
    workingDirectory: directory.map { FilePath($0) }, input: .array(input),
    output: .bytes(limit: 256 << 20), error: .bytes(limit: 64 << 20))
  let status =
    switch result.terminationStatus {
    case .exited(let code): Int(code)
    case .signaled(let signal): 128 + Int(signal)
    }
  return ProgramResult(
    status: status, output: result.standardOutput, errors: result.standardError)
}

/// Runs `program` as `runProgram` does and throws, with what it printed, unless it exits with 0.
@discardableResult
package func mustRun(
  _ program: String, _ arguments: [String] = [], in directory: String? = nil,
  environment: [String: String] = [:], input: [UInt8] = []
) async throws -> ProgramResult {
  let result = try await runProgram(
    program, arguments, in: directory, environment: environment, input: input)
  guard result.status == 0 else {
    throw ScratchError(
      what: "\(program) \(arguments.joined(separator: " ")) ended with \(result.status): "
        + result.errorText + result.text)
  }
  return result
}
