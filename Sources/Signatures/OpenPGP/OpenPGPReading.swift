import Model

/// What a certificate's owner says of its keys at one time, by the packets alone and at its strictest.
///
/// The rule is gpg's (`merge_selfsigs` in its getkey.c): of each user id, of the primary key itself and of each subkey
/// the newest signature counts; of user ids the newest that says something. What is said of the primary key itself
/// comes first, but for ends, where all hold. Where readers may differ on which one that is, since some believe a
/// weak digest and others do not, every choice is looked at and the earliest end holds.
struct OpenPGPReading {
  /// What ties a key to its certificate, or does not.
  enum Bond: Int, Comparable {
    case none
    /// Something that may be so and cannot be told.
    case claimed
    /// SHA-1.
    case weak
    case firm

    static func < (one: Bond, other: Bond) -> Bool { one.rawValue < other.rawValue }
  }

  /// What is said of one key.
  struct Key {
    /// Seconds since 1970; nil where it does not end.
    let end: Int64?
    let bond: Bond
    /// Whether weak digests stand beside it.
    let isWeak: Bool
    /// Whether it is marked as one that signs, or nothing is said of that.
    let signs: Bool
    /// Whether the key itself says that it belongs here, as a subkey has to.
    let consents: Bool
  }

  private let history: OpenPGPHistory
  private let now: Int64

  init(_ history: OpenPGPHistory, at now: Instant) {
    self.history = history
    self.now = now.seconds
  }

  /// What is said of the primary key.
  var primary: Key {
    let direct = candidates(history.direct)
    let users = history.users.map { candidates($0, ofNewestAlone: true) }
    let bonds = [bond(direct)] + users.map { user in user.contains(.void) ? .none : bond(user) }
    // For gpg an end that the primary key has of its own sets aside those of user ids, for Sequoia not; for Sequoia
    // what a user id said before counts again when its newest signature is over.
    let before = history.users.map { candidates($0) }
    let ends = [
      least(direct, [], \.ends), least([.absent], users, \.ends), least([.absent], before, \.ends),
    ]
    return Key(
      end: ends.compactMap(\.self).min(), bond: bonds.max() ?? .none,
      isWeak: (history.users + [history.direct]).joined().contains(where: \.isWeak),
      signs: least(direct, users, \.signing) != 0, consents: true)
  }

  /// What is said of the subkey with the fingerprint `name`.
  func subkey(_ name: String) -> Key {
    let statements = history.subkeys[name] ?? []
    let found = candidates(statements, ofNewestAlone: true)
    return Key(
      end: found.flatMap(\.ends).compactMap(\.self).min(),
      bond: found.contains(.void) ? .none : bond(found),
      isWeak: statements.contains(where: \.isWeak),
      signs: !found.flatMap(\.signing).contains(0),
      consents: found.allSatisfy { $0 == .absent || $0.consents })
  }

  /// A statement that may be the one that counts.
  private struct Candidate: Equatable {
    let created: Int64
    let ends: [Int64?]
    /// 0 for a key that does not sign, 1 for one that does.
    let signing: [Int64?]
    let bond: Bond
    var consents = false

    /// What is revoked or over says nothing, nor does a signature that is not there.
    static let void = Candidate(created: .min, ends: [nil], signing: [nil], bond: .none)
    static let absent = Candidate(created: .min, ends: [nil], signing: [nil], bond: .claimed)
  }

  /// The statements of which each may be the one that counts: the newest of the firm ones, those of the same second,
  /// and all others that are newer.
  ///
  /// - Parameter ofNewestAlone: Whether nothing counts once the newest signature is over, so that the one before does
  ///   not count again: of a user id, and of a subkey, of whose bindings gpg's import keeps the newest alone
  ///   (`chk_self_sigs` in its import.c).
  private func candidates(
    _ statements: [OpenPGPStatement], ofNewestAlone: Bool = false
  ) -> [Candidate] {
    var newest = Int64.min
    var choices: [(statement: OpenPGPStatement, isFirm: Bool, over: Set<Bool>)] = []
    for statement in statements {
      let over = Set(statement.ownEnds.map { $0.map { $0 <= now } ?? false })
      guard ofNewestAlone || over != [true] else { continue }
      let isFirm = statement.trust == .firm && statement.created <= now && over.count == 1
      if isFirm { newest = max(newest, statement.created) }
      choices.append((statement, isFirm, over))
    }
    var found: [Candidate] = newest == .min ? [.absent] : []
    for (statement, isFirm, over) in choices where statement.created >= newest {
      if statement.isRevocation || over.contains(true) && ofNewestAlone { found.append(.void) }
      if !statement.isRevocation, over.contains(false) {
        found.append(candidate(statement, isFirm: isFirm))
      }
    }
    return found
  }

  private func candidate(_ statement: OpenPGPStatement, isFirm: Bool) -> Candidate {
    let bond: Bond =
      switch statement.trust {
      case .firm: isFirm ? .firm : .claimed
      case .weak: .weak
      case .claimed: .claimed
      }
    return Candidate(
      created: statement.created, ends: statement.ends,
      signing: statement.signing.map { $0.map { $0 ? 1 : 0 } }, bond: bond,
      consents: statement.consent == .firm)
  }

  /// A firm candidate binds, whatever weaker ones stand beside it.
  private func bond(_ candidates: [Candidate]) -> Bond {
    candidates.filter { $0 != .absent }.map(\.bond).max() ?? .none
  }

  /// The least value that gpg's rule can come to, whichever candidates count; nil where it comes to none.
  private func least(
    _ direct: [Candidate], _ users: [[Candidate]], _ values: (Candidate) -> [Int64?]
  ) -> Int64? {
    let own = direct.flatMap(values)
    var least = own.compactMap(\.self).min()
    guard own.contains(nil) else { return least }
    // A user id speaks if each other one can be silent, or no newer than it.
    let floors = users.map { user in
      user.map { values($0).contains(nil) ? Int64.min : $0.created }.min() ?? .min
    }
    let sorted = floors.indices.sorted { floors[$0] > floors[$1] }.prefix(2)
    for (place, user) in users.enumerated() {
      let others = sorted.first { $0 != place }.map { floors[$0] } ?? .min
      for candidate in user where candidate.created >= others {
        for value in values(candidate).compactMap(\.self) { least = min(least ?? value, value) }
      }
    }
    return least
  }
}
