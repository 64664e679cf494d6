internal import Model

/// Whose a key is.
enum KeyOwner: Hashable {
  case identity(IdentityID)
  case forge(ForgeID)
}

extension KeyOwner: CustomStringConvertible {
  var description: String {
    switch self {
    case .identity(let id): id.text
    case .forge(let id): "the forge \(id)"
    }
  }
}

/// A key of a policy, with its owner and the file that says so.
struct OwnedKey {
  let owner: KeyOwner
  let file: String
  let key: PolicyKey

  var location: SourceLocation { SourceLocation(file: file, mark: key.mark) }
}

extension Policy {
  /// The keys of all people, workloads and forges, in the order of their ids.
  var ownedKeys: [OwnedKey] {
    people.values.sorted { $0.id < $1.id }.flatMap { person in
      person.keys.map { OwnedKey(owner: .identity(person.id), file: person.file, key: $0) }
    }
      + workloads.values.sorted { $0.id < $1.id }.flatMap { workload in
        workload.keys.map { OwnedKey(owner: .identity(workload.id), file: workload.file, key: $0) }
      }
      + forges.flatMap { forge in
        forge.keys.map { OwnedKey(owner: .forge(forge.id), file: forge.file, key: $0) }
      }
  }
}
