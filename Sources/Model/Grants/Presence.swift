/// What a grant means to whoever asks who has access: all that nobody has confirmed gone is there (DESIGN section 7).
package enum Presence: String, Hashable, Sendable, CaseIterable {
  /// There is access, and there is to be.
  case active
  /// It stands where somebody else makes access of it, and nobody says that it was made.
  case written
  /// Its end is decided, and its target has not confirmed it.
  case revoking, expiring
  /// Its window is over, and no run has ended it.
  case overdue
  /// Its window has begun, and its target has not confirmed that there is access.
  case issuing

  /// Whether there is to be access.
  package var isMeant: Bool {
    switch self {
    case .active, .written, .issuing: true
    case .revoking, .expiring, .overdue: false
    }
  }

  /// Whether there may be access; what is only about to be given is not there yet.
  package var mayBeThere: Bool {
    switch self {
    case .issuing: false
    case .active, .written, .revoking, .expiring, .overdue: true
    }
  }
}

extension Grant {
  /// What it means to whoever asks at `now` who has access; nil where there is none.
  package func presence(at now: Instant) -> Presence? {
    switch state {
    case .expired, .revoked: nil
    case .expiring: .expiring
    case .revoking: .revoking
    // A certificate ends by itself, on time.
    case _ where end <= now && certificate != nil: nil
    case .scheduled: start <= now && now < end ? .issuing : nil
    case .issuing: now < end || connector != nil ? .issuing : nil
    case .active: end <= now ? .overdue : .active
    case .written: end <= now ? .overdue : .written
    }
  }
}
