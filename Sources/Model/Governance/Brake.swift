/// A stop that counts before anybody approves it: of an identity, or of keys (DESIGN section 6).
///
/// Anybody may pull one, and the ledger says who did. It holds until it is released with the approvals that making
/// somebody active asks for, or until it becomes policy.
package struct Brake: Hashable, Sendable, Codable {
  /// Who or what is stopped.
  package enum Stopped: Hashable, Sendable {
    case identity(IdentityID, IdentityStatus)
    /// Keys of an identity or a forge, by their names (`SHA256:…`, or fingerprints).
    case keys([String], of: String)

    /// Who or what is stopped, in words.
    package var words: String {
      switch self {
      case .identity(let id, .offboarded): "\(id) (ended)"
      case .identity(let id, _): "\(id) (suspended)"
      case .keys(let names, let owner): "\(names.joined(separator: ", ")) of \(owner)"
      }
    }
  }

  /// Who or what is stopped.
  package let stopped: Stopped
  /// The file that stops them.
  package let path: RepositoryPath
  /// The commit that pulled it.
  package let commit: ObjectID
  /// The landing by which the mainline came to reach that commit.
  package let landing: ObjectID
  /// Whoever signed the commit; where nobody's signature counts, whoever its addresses name.
  package let by: [IdentityID]
  /// Whether an identity of the policy in force signed it.
  package let isSigned: Bool
  /// When the processor first saw it.
  package let at: Instant

  package init(
    stopped: Stopped, path: RepositoryPath, commit: ObjectID, landing: ObjectID,
    by: [IdentityID], isSigned: Bool, at: Instant
  ) {
    self.stopped = stopped
    self.path = path
    self.commit = commit
    self.landing = landing
    self.by = by
    self.isSigned = isSigned
    self.at = at
  }

  /// The identity that is stopped; nil for keys.
  package var identity: IdentityID? {
    if case .identity(let id, _) = stopped { id } else { nil }
  }

  /// Whether it stops `id`, or keys of theirs.
  package func stops(_ id: IdentityID) -> Bool {
    switch stopped {
    case .identity(let stopped, _): stopped == id
    case .keys(_, let owner): owner == id.text
    }
  }

  /// The names of the keys that are stopped; none for an identity.
  package var keys: [String] {
    if case .keys(let names, _) = stopped { names } else { [] }
  }

  /// Who or what is stopped, in words.
  package var words: String { stopped.words }

  private enum CodingKeys: String, CodingKey {
    case identity, status, keys, owner, path, commit, landing, by, signed, at
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    if let id = try fields.decodeIfPresent(IdentityID.self, forKey: .identity) {
      stopped = .identity(id, try fields.decode(IdentityStatus.self, forKey: .status))
    } else {
      stopped = .keys(
        try fields.decode([String].self, forKey: .keys),
        of: try fields.decode(String.self, forKey: .owner))
    }
    path = try fields.decode(RepositoryPath.self, forKey: .path)
    commit = try fields.decode(ObjectID.self, forKey: .commit)
    landing = try fields.decode(ObjectID.self, forKey: .landing)
    by = try fields.decode([IdentityID].self, forKey: .by)
    isSigned = try fields.decode(Bool.self, forKey: .signed)
    at = try fields.decode(Instant.self, forKey: .at)
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    switch stopped {
    case .identity(let id, let status):
      try fields.encode(id, forKey: .identity)
      try fields.encode(status, forKey: .status)
    case .keys(let names, let owner):
      try fields.encode(names, forKey: .keys)
      try fields.encode(owner, forKey: .owner)
    }
    try fields.encode(path, forKey: .path)
    try fields.encode(commit, forKey: .commit)
    try fields.encode(landing, forKey: .landing)
    try fields.encode(by, forKey: .by)
    try fields.encode(isSigned, forKey: .signed)
    try fields.encode(at, forKey: .at)
  }
}

/// That a brake was released, for as long as that keeps unsigned ones from being pulled again.
package struct BrakeRelease: Hashable, Sendable, Codable {
  package let brake: Brake
  package let at: Instant
  /// The approvals that released it.
  package let approvals: [Approval]

  package init(_ brake: Brake, at: Instant, by approvals: [Approval]) {
    self.brake = brake
    self.at = at
    self.approvals = approvals
  }
}

/// A commit that stops somebody whom the policy in force lets act: a fact, before anybody asks whether it counts.
package struct PulledBrake: Hashable, Sendable {
  package let stopped: Brake.Stopped
  package let path: RepositoryPath
  package let commit: ObjectID
  /// Whoever wrote, committed or signed the commit.
  package let makers: [IdentityID]
  /// Whose usable key signed it; nil where nobody's did.
  package let signer: IdentityID?

  package init(
    stopped: Brake.Stopped, path: RepositoryPath, commit: ObjectID, makers: [IdentityID],
    signer: IdentityID?
  ) {
    self.stopped = stopped
    self.path = path
    self.commit = commit
    self.makers = makers
    self.signer = signer
  }
}

extension Brake.Stopped {
  /// Whether both stop the same identity, or some of the same keys.
  package func meets(_ other: Brake.Stopped) -> Bool {
    switch (self, other) {
    case (.identity(let one, _), .identity(let other, _)): one == other
    case (.keys(let one, _), .keys(let other, _)): !Set(one).isDisjoint(with: other)
    case (.identity, .keys), (.keys, .identity): false
    }
  }
}
