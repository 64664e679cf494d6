import FoundationEssentials
import Model
import TestSupport
import Testing

/// Commands and all that they print, as the one text that a golden file holds.
///
/// What differs from one recording to the next, ids and keys, is written as what it is.
struct Session {
  let repository: AccessRepository
  /// Where the commands are run; the repository itself unless a test says otherwise.
  var directory: String?
  var environment: [String: String] = [:]
  private(set) var text = ""

  init(_ repository: AccessRepository, in directory: String? = nil) {
    self.repository = repository
    self.directory = directory
    environment["COUNTERSIGN_ANCHOR"] = repository.anchor
  }

  /// Runs `countersign` with `arguments` and notes what it printed and how it ended.
  @discardableResult
  mutating func run(_ arguments: String...) async throws -> AccessRepository.Answer {
    try await note(arguments)
  }

  /// The same with the arguments in an array.
  @discardableResult
  mutating func note(_ arguments: [String]) async throws -> AccessRepository.Answer {
    let answer = try await repository.countersign(
      arguments, in: directory, environment: environment)
    text += "$ countersign \(arguments.map(shown).joined(separator: " "))\n"
    text += String(decoding: answer.result.output, as: UTF8.self)
    for line in answer.result.errorText.split(separator: "\n") { text += "2> \(line)\n" }
    text += "=> \(answer.status)\n\n"
    return answer
  }

  /// Holds the session against the golden file `name`.
  func expectGolden(
    _ name: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) throws {
    try TestSupport.expectGolden(normalized, name, of: #filePath, sourceLocation: sourceLocation)
  }

  private var normalized: String {
    text
      .replacing(repository.sandbox.scratch.path, with: "<scratch>")
      .replacing(#/g-[0-9a-f]{32}/#, with: "<grant>")
      // Simple boundaries: to Unicode `de:refs` is one word, so an id's last digit would decide.
      .replacing(#/\b[0-9a-f]{40}\b/#.wordBoundaryKind(.simple), with: "<id>")
      .replacing(#/\b[0-9a-f]{12}\b/#.wordBoundaryKind(.simple), with: "<short>")
      .replacing(#/SHA256:[A-Za-z0-9+\/]{43}/#, with: "<key>")
      .replacing(#/ssh-ed25519 [A-Za-z0-9+\/=]+/#, with: "<public key>")
  }

  private func shown(_ argument: String) -> String {
    argument.contains(where: { " '\"\\\n$#".contains($0) }) ? "'\(argument)'" : argument
  }
}

extension AccessRepository {
  /// A clone with a work tree, as people have one, in which `person` commits and signs.
  func workTree(_ name: String = "work", of person: Person = .ana) async throws -> String {
    let path = try await clone(name, [])
    try await git("config", "user.name", person.id, in: path)
    try await git("config", "user.email", person.git.email, in: path)
    return path
  }
}

/// Half an hour after the drills' clock, as `--now` takes it.
let halfPastTwelve = "\(Instant.drill(.minutes(30)))"
