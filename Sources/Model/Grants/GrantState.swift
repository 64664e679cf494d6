/// Where a grant stands (DESIGN section 7).
///
/// What a state means stands here and in `Grant+Life.swift`, and nowhere else: others ask for what they need to know.
package enum GrantState: String, Hashable, Sendable, Codable, CaseIterable {
  case scheduled, issuing
  /// It stands where somebody else makes access of it, and nobody says that it was made.
  case written
  case active, revoking, revoked, expiring, expired

  /// The parts of a grant's life.
  package enum Stage: Sendable {
    /// Nothing was given yet.
    case ahead
    /// There is access, or there is about to be.
    case giving
    /// Its end is decided, and somebody has still to give the access up.
    case ending
    case over
  }

  /// The part of its life that it is in.
  package var stage: Stage {
    switch self {
    case .scheduled: .ahead
    case .issuing, .written, .active: .giving
    case .expiring, .revoking: .ending
    case .expired, .revoked: .over
    }
  }

  /// Whether the grant has not ended: it gives access, will, or may still be giving it.
  package var isLive: Bool {
    switch stage {
    case .ahead, .giving, .ending: true
    case .over: false
    }
  }

  /// Whether there is access by it, as far as anybody says.
  package var isGiven: Bool {
    switch self {
    case .written, .active: true
    case .scheduled, .issuing, .revoking, .revoked, .expiring, .expired: false
    }
  }

  /// Whether somebody else has still to make access of what stands written down, or to say that it was made.
  package var isOnlyWritten: Bool {
    switch self {
    case .written: true
    case .scheduled, .issuing, .active, .revoking, .revoked, .expiring, .expired: false
    }
  }

  /// Whether it was taken away before its window was over, and is gone.
  package var isRevoked: Bool {
    switch self {
    case .revoked: true
    case .scheduled, .issuing, .written, .active, .revoking, .expiring, .expired: false
    }
  }

  /// Whether its end is decided, and a target has still to give the access up.
  package var isEnding: Bool {
    switch stage {
    case .ending: true
    case .ahead, .giving, .over: false
    }
  }

  /// Whether there is access, or somebody is about to give it.
  package var isGiving: Bool {
    switch stage {
    case .giving: true
    case .ahead, .ending, .over: false
    }
  }
}

/// One step of a grant's life: from where to where, and what the ledger calls it.
package struct GrantStep: Hashable, Sendable {
  /// Absent for the first.
  package let from: GrantState?
  package let event: GrantEvent.Kind
  package let to: GrantState

  private init(_ from: GrantState?, _ event: GrantEvent.Kind, _ to: GrantState) {
    self.from = from
    self.event = event
    self.to = to
  }

  /// Every step that there is.
  package static let all: [GrantStep] = {
    var steps = [
      GrantStep(nil, .issued, .scheduled), GrantStep(nil, .issued, .issuing),
      GrantStep(nil, .issued, .active),
      GrantStep(.scheduled, .issuing, .issuing), GrantStep(.scheduled, .activated, .active),
      GrantStep(.issuing, .activated, .active), GrantStep(.issuing, .certified, .active),
      GrantStep(.issuing, .certified, .scheduled), GrantStep(.issuing, .written, .written),
      GrantStep(.written, .activated, .active),
    ]
    let endAtOnce: [GrantState] = [.scheduled, .issuing, .active]
    for state in endAtOnce {
      steps += [GrantStep(state, .expired, .expired), GrantStep(state, .revoked, .revoked)]
    }
    let endAtTargets: [GrantState] = [.issuing, .written, .active]
    for state in endAtTargets {
      steps += [GrantStep(state, .expiring, .expiring), GrantStep(state, .revoking, .revoking)]
    }
    steps += [GrantStep(.expiring, .expired, .expired), GrantStep(.revoking, .revoked, .revoked)]
    for state in GrantState.allCases {
      if state.isGiven { steps.append(GrantStep(state, .identified, state)) }
      steps.append(GrantStep(state, .reviewed, state))
    }
    return steps
  }()

  /// The steps as a state diagram of Mermaid's, for the documentation.
  package static var drawing: String {
    var lines = ["stateDiagram-v2"]
    for step in all where step.from != step.to {
      lines.append(
        "  \(step.from?.rawValue ?? "[*]") --> \(step.to.rawValue): \(step.event.rawValue)")
    }
    return lines.joined(separator: "\n")
  }
}

extension GrantEvent.Kind {
  /// Whether it says that there is access, or that all was done from which somebody else makes it.
  package var gives: Bool {
    switch self {
    case .activated, .written: true
    case .issued, .certified, .identified, .issuing, .expiring, .expired, .revoking, .revoked,
      .reviewed:
      false
    }
  }

  /// Whether it changes what there is of the grant; looking at it afterwards does not.
  package var moves: Bool {
    switch self {
    case .reviewed: false
    case .issued, .certified, .activated, .written, .identified, .issuing, .expiring, .expired,
      .revoking, .revoked:
      true
    }
  }

  /// Whether it may say that somebody has done what was intended, or what a target calls what was done.
  package var mayConfirm: Bool {
    switch self {
    case .activated, .written, .identified, .expired, .revoked: true
    case .issued, .certified, .issuing, .expiring, .revoking, .reviewed: false
    }
  }

  /// Whether an authority may have signed for it.
  package var mayBeSigned: Bool {
    switch self {
    case .issued, .certified, .revoked: true
    case .activated, .written, .identified, .expired, .issuing, .expiring, .revoking, .reviewed:
      false
    }
  }

  /// Whether it takes access away before its window is over, or begins to.
  package var revokes: Bool {
    switch self {
    case .revoked, .revoking: true
    case .issued, .activated, .written, .identified, .expired, .certified, .issuing, .expiring,
      .reviewed:
      false
    }
  }
}
