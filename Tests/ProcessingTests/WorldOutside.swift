import Git
import Model
import Processing
import Synchronization
import TestSupport

/// What is outside a world: files that stay in memory, and a git that makes commits without being a program.
final class WorldOutside: Sendable {
  private let files = Mutex<[String: [UInt8]]>([:])
  /// Who commits with the git of this machine, and with which key.
  private let user = Mutex<(person: Person, key: KeyName?)>((.nora, nil))
  private let gitDirectory: String
  private let keys: WorldKeys
  private let clock = Mutex(Instant.drill())

  init(repository: Repository, keys: WorldKeys) {
    gitDirectory = repository.gitDirectory
    self.keys = keys
  }

  /// Lets `person` work at this machine, signing with `key`, at `now`.
  func use(_ person: Person, signing key: KeyName?, at now: Instant) {
    user.withLock { $0 = (person, key) }
    clock.withLock { $0 = now }
  }

  /// The file that was written at `path` of the work tree.
  func written(_ path: String) -> [UInt8]? {
    files.withLock { files in files.first { $0.key.hasSuffix("/\(path)") }?.value }
  }

  var value: Outside {
    Outside(
      program: "worlds",
      note: { _ in }, credentials: { _ in Outside.Shown(token: nil, hasAgent: false, home: nil) },
      files: access,
      run: { start throws(ProcessingError) in
        do {
          return try self.git(start.arguments)
        } catch {
          throw ProcessingError(.unavailable, "\(error)")
        }
      },
      targets: TargetPrograms(
        prefix: "", variable: { _ in nil }, start: { _, _, _, _ in .failure(.notStarted) }),
      tickets: TicketSources(
        ask: { _, _ in .failure(.notStarted) },
        get: { _, _ in .failure(TicketSources.Trouble(message: "is not there")) },
        secret: { _ in nil }))
  }

  private var access: FileAccess {
    @Sendable func path(_ place: FilePlace) -> String {
      ([place.root.hasSuffix("/") ? String(place.root.dropLast()) : place.root] + place.folders
        + [place.name]).joined(separator: "/")
    }
    return FileAccess(
      readOwn: { place, _ in self.files.withLock { $0[path(place)] } },
      replace: { bytes, place, _ in self.files.withLock { $0[path(place)] = bytes } },
      remove: { place in self.files.withLock { _ = $0.removeValue(forKey: path(place)) } },
      read: { name in self.files.withLock { $0[name] } },
      isTaken: { name in self.files.withLock { $0[name] != nil } },
      size: { name in self.files.withLock { $0[name]?.count } }, names: { _ in [] },
      create: { bytes, place in
        self.files.withLock { files in
          guard files[path(place)] == nil else { return false }
          files[path(place)] = bytes
          return true
        }
      }, write: { bytes, name in self.files.withLock { $0[name] = bytes } },
      makeExecutable: { _ in }, makeFolder: { _ in }, mode: { _ in nil }, resolved: { $0 },
      currentFolder: { nil })
  }

  /// The few things that git is asked to do.
  private func git(_ arguments: [String]) throws -> ProgramEnd {
    let repository = try Repository(discovering: gitDirectory)
    func end(_ status: Int32, _ text: String = "") -> ProgramEnd {
      ProgramEnd(status: status, output: Array(text.utf8))
    }
    func values(_ option: String) -> [String] {
      arguments.indices.filter { arguments[$0] == option }.map { arguments[$0 + 1] }
    }
    if arguments.contains("commit-tree") {
      let (person, key) = user.withLock { $0 }
      guard let tree = arguments.last.flatMap({ ObjectID(hex: $0) }), let key else { return end(1) }
      let parents = values("-p").compactMap { ObjectID(hex: $0) }
      let commit = try keys.commit(
        tree, parents, by: person, at: clock.withLock { $0 }, signed: key,
        values("-m").last ?? "")
      return end(0, "\(try repository.write(commit, as: .commit))\n")
    }
    if arguments.contains("fetch") {
      let folder = "refs/countersign/approve/"
      for (name, id) in try repository.references(prefix: "refs/heads/") {
        let copy = folder + name.dropFirst("refs/heads/".count)
        let old = try repository.reference(copy)
        if old != id { try repository.updateReference(copy, to: id, from: old, log: "fetch") }
      }
      return end(0)
    }
    if arguments.contains("push"), let update = arguments.last {
      let parts = update.split(separator: ":")
      guard parts.count == 2, let id = ObjectID(hex: String(parts[0])) else { return end(1) }
      let name = String(parts[1])
      try repository.updateReference(
        name, to: id, from: try repository.reference(name), log: "push")
      return end(0)
    }
    return end(1)
  }
}
