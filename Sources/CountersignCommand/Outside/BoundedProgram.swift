internal import Processing
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
  /// When it has ended or is late, nothing that it started goes on; whatever that does, nobody waits for it.
  func run(input: [UInt8]) async -> Result<ProgramEnd, Trouble> {
    guard let output = ProgramOutput(keepingErrors: errorLimit != nil) else {
      return .failure(.notStarted)
    }
    let descendants = Descendants()
    let (ends, end) = AsyncStream<Result<ProgramEnd, Trouble>>.makeStream(
      bufferingPolicy: .bufferingOldest(1))
    let work = Task { end.yield(await self.end(input: input, output, descendants)) }
    let clock = Task {
      do {
        try await Task.sleep(for: timeLimit)
        end.yield(.failure(.late(timeLimit)))
      } catch {
        // The program has ended first.
      }
    }
    var first: Result<ProgramEnd, Trouble> = .failure(.lost)
    for await found in ends {
      first = found
      break
    }
    clock.cancel()
    work.cancel()
    descendants.kill()
    return first
  }

  private func end(
    input: [UInt8], _ output: ProgramOutput, _ descendants: Descendants
  ) async -> Result<ProgramEnd, Trouble> {
    let writeEnd = FileDescriptor(rawValue: output.output)
    let out = FileDescriptorOutput.fileDescriptor(writeEnd, closeAfterSpawningProcess: true)
    guard let errors = output.errors else {
      return await end(input: input, output, out, errors: .discarded, descendants)
    }
    let err = FileDescriptorOutput.fileDescriptor(
      FileDescriptor(rawValue: errors), closeAfterSpawningProcess: true)
    return await end(input: input, output, out, errors: err, descendants)
  }

  private func end<Errors: ErrorOutputProtocol>(
    input: [UInt8], _ output: ProgramOutput, _ out: FileDescriptorOutput, errors: Errors,
    _ descendants: Descendants
  ) async -> Result<ProgramEnd, Trouble> {
    let limits = [outputLimit] + (errorLimit.map { [$0] } ?? [])
    let gathering = Task { await output.gather(limits: limits) }
    let status: Result<TerminationStatus, Trouble> = await ended(
      input: input, out, errors, descendants)
    // All that it had to say is in the pipes by now; what it left behind may hold them open.
    descendants.kill()
    gathering.cancel()
    let content = await gathering.value
    if content.isTooMuch { return .failure(.tooMuch(limit: outputLimit)) }
    return status.map {
      ProgramEnd(status: $0, output: content.output, errors: content.errors)
    }
  }

  private func ended<Errors: ErrorOutputProtocol>(
    input: [UInt8], _ out: FileDescriptorOutput, _ errors: Errors, _ descendants: Descendants
  ) async -> Result<TerminationStatus, Trouble> {
    guard let name = words.first else { return .failure(.notStarted) }
    // Writing to a program that does not read must be an error, not the end of this process.
    signal(SIGPIPE, SIG_IGN)
    var options = PlatformOptions()
    options.processGroupID = 0
    options.teardownSequence = [
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)
    ]
    var variables = environment.map { (Environment.Key(stringLiteral: $0), $1) }
    variables.append((Environment.Key(stringLiteral: Descendants.variable), descendants.mark))
    // It leads a group of its own; whoever stays in that with a clean environment carries no mark.
    var group: pid_t?
    defer { if let group { descendants.kill(group: group) } }
    do {
      let result = try await Subprocess.run(
        Executable(named: name), arguments: Arguments(Array(words.dropFirst())),
        environment: .custom(Dictionary(variables) { $1 }), workingDirectory: FilePath("/"),
        platformOptions: options, input: .inputWriter, output: out, error: errors
      ) { execution in
        group = execution.processIdentifier.value
        do {
          _ = try await execution.standardInputWriter.write(input)
          try await execution.standardInputWriter.finish()
        } catch {
          // It reads no more; what it answers and how it ends still count.
        }
      }
      return .success(result.terminationStatus)
    } catch let error as SubprocessError {
      let missing: [SubprocessError.Code] = [.executableNotFound, .spawnFailed]
      return .failure(missing.contains(error.code) ? .notStarted : .lost)
    } catch {
      return .failure(.lost)
    }
  }
}
