internal import Intake
package import Model

/// How far a pass is to look (DESIGN section 7, "Progress is kept").
package enum Extent {
  /// Not into the mainline at all.
  case ledger
  /// At what the tip holds, without what landed.
  case tip
  /// At the next landings, as many as are pushed at once.
  case next
  /// At everything up to the tip.
  case all
  /// As far as a pass came whose cursor this is: so an audit follows it.
  case recorded(Cursor)

  /// How many landings, and how many things of theirs that each become an event, one push holds.
  ///
  /// Some hundred: a killed run loses seconds of work, and a run over thousands of landings holds no more
  /// than these.
  static let most = 256
  /// How many of the requests that wait one push holds: each takes little of it, and all that wait are looked
  /// through for it.
  static let mostWaiting = 2048

  var readsLandings: Bool {
    switch self {
    case .ledger, .tip: false
    case .next, .all, .recorded: true
    }
  }

  /// How far a pass has looked, which takes in no landing while it `isHalted`.
  func reach(isHalted: Bool, hasReadAll: Bool) -> Reach {
    switch self {
    case .ledger: .ledger
    case .tip: .tip
    case .next where isHalted: .tip
    case .next, .all, .recorded: hasReadAll ? .whole : .part
    }
  }

  /// How many of the requests that wait the pass decides about; with nil all of them.
  var waitingLimit: Int? { if case .all = self { nil } else { Extent.mostWaiting } }

  /// Whether the pass ends at `previous`, before `next` is read.
  func isReached(by read: [Landing], at previous: ObjectID, before next: ObjectID) -> Bool {
    switch self {
    case .ledger, .tip: true
    case .all: false
    case .next: read.count >= Extent.most || Extent.events(of: read) >= Extent.most
    case .recorded(let cursor):
      cursor.mainline == previous && cursor.underway?.landing != next
    }
  }

  /// Whether `landing` is too much for one push with what was `read` before it.
  func isFull(_ read: [Landing], with landing: Landing) -> Bool {
    guard case .next = self, !read.isEmpty else { return false }
    return Extent.events(of: read + [landing]) > Extent.most
  }

  /// As much of `landing` as the pass comes to, where that is not all of it.
  ///
  /// - Parameters:
  ///   - seen: When the processor first saw it.
  ///   - frozen: Why nothing may be issued before it.
  func part(of landing: Landing, seen: Instant, frozen: [Reason]) -> Landing? {
    let requests = landing.requests.sorted { $0.key < $1.key }
    let last: RequestKey
    switch self {
    case .ledger, .tip, .all: return nil
    case .next:
      guard requests.count > Extent.most else { return nil }
      last = requests[Extent.most - 1].key
    case .recorded(let cursor):
      guard let underway = cursor.underway, underway.landing == landing.commit else { return nil }
      last = underway.through
    }
    return landing.part(
      requests.filter { $0.key <= last }, frozen: frozen,
      underway: LandingUnderway(landing: landing.commit, seen: seen, through: last))
  }

  private static func events(of landings: [Landing]) -> Int {
    landings.reduce(0) {
      $0 + $1.requests.count + $1.signOffs.count + $1.ungoverned.count + $1.lateApprovals.count
        + $1.lateTokens.count
    }
  }
}
