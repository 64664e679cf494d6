import Model
import TestSupport

/// What tests of brakes do again and again.
extension AccessRepository {
  func suspended(_ person: Person) -> FileChange {
    var person = person
    person.status = "suspended"
    return .file(person.path, person.yaml(keys))
  }

  /// Lands what stops `people`, which nobody approves.
  @discardableResult
  func brake(
    _ people: [Person], by author: Person = .nora, signed: Signing = .unsigned
  ) async throws -> String {
    try await land(try await commit(people.map { suspended($0) }, by: author, signed: signed))
  }

  /// How often the ledger says that `event` happened.
  func count(_ event: String) async throws -> Int {
    try await sandbox.git(
      "log", "--format=%(trailers:key=Event,valueonly)", "refs/heads/countersign/ledger"
    ).split(separator: "\n").count { $0 == event }
  }
}
