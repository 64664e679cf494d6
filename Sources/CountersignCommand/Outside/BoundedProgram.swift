internal import Model
internal import Subprocess

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

#if canImport(System)
  internal import System
#else
  internal import SystemPackage
#endif

/// A program that is asked something: started without a shell, with a limit on its time and its answer.
///
/// It gets nothing of this process's environment but what `environment` names, stands in no folder of the
/// repository's, and is killed with all that it started when its time is over.
struct BoundedProgram: Sendable {
  /// Why there is no answer, in words that hold no secret.
  enum Trouble: Error, Equatable {
    case notStarted
    case late(Duration)
    case tooMuch(limit: Int)
    case lost
  }

  /// Its name or absolute path, and the arguments.
  let words: [String]
  let environment: [String: String]
  var timeLimit = Duration.seconds(20)
  /// Bytes of standard output.
  var outputLimit = 1 << 20
  /// Bytes of standard error; with nil it is thrown away.
  var errorLimit: Int?

  /// Gives the program `input` and waits for its end.
  func run(input: [UInt8]) async -> Result<ProgramEnd, Trouble> {
    await withTaskGroup(of: Result<ProgramEnd, Trouble>.self) { group in
      group.addTask { await end(input: input) }
      group.addTask {
        do {
          try await Task.sleep(for: timeLimit)
        } catch {
          // The program has ended first.
        }
        return .failure(.late(timeLimit))
      }
      let first = await group.next()
      group.cancelAll()
      return first ?? .failure(.lost)
    }
  }

  private func end(input: [UInt8]) async -> Result<ProgramEnd, Trouble> {
    guard let errorLimit else {
      return await end(input: input, errors: .discarded) { (_: Void) in [] }
    }
    return await end(input: input, errors: .bytes(limit: errorLimit)) { $0 }
  }

  private func end<Errors: ErrorOutputProtocol>(
    input: [UInt8], errors: Errors, bytes: (Errors.OutputType) -> [UInt8]
  ) async -> Result<ProgramEnd, Trouble> {
    guard let name = words.first else { return .failure(.notStarted) }
    // Writing to a program that does not read must be an error, not the end of this process.
    signal(SIGPIPE, SIG_IGN)
    var options = PlatformOptions()
    options.processGroupID = 0
    options.teardownSequence = [
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)
    ]
    let variables = environment.map { (Environment.Key(stringLiteral: $0), $1) }
    do {
      let result = try await Subprocess.run(
        Executable(named: name), arguments: Arguments(Array(words.dropFirst())),
        environment: .custom(Dictionary(variables) { $1 }), workingDirectory: FilePath("/"),
        platformOptions: options, input: .inputWriter, output: .bytes(limit: outputLimit),
        error: errors
      ) { execution in
        do {
          _ = try await execution.standardInputWriter.write(input)
          try await execution.standardInputWriter.finish()
        } catch {
          // It reads no more; what it answers and how it ends still count.
        }
      }
      return .success(
        ProgramEnd(
          status: result.terminationStatus, output: result.standardOutput,
          errors: bytes(result.standardError)))
    } catch let error as SubprocessError {
      if error.code == .outputLimitExceeded { return .failure(.tooMuch(limit: outputLimit)) }
      let missing: [SubprocessError.Code] = [.executableNotFound, .spawnFailed]
      return .failure(missing.contains(error.code) ? .notStarted : .lost)
    } catch {
      return .failure(.lost)
    }
  }
}

extension BoundedProgram.Trouble: CustomStringConvertible {
  var description: String {
    switch self {
    case .notStarted: "cannot be started"
    case .late(let limit): "did not answer within \(limit.wholeSeconds) seconds"
    case .tooMuch(let limit): "answered with more than \(limit) bytes"
    case .lost: "broke off"
    }
  }
}
