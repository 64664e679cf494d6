package import Model

/// How `landed` fares under `policy` at `now`: the verdict and all its reasons.
///
/// `held` is all access that has not ended, of whomever it is: conflicts reach from a workload to its
/// owner. The notes that came with the landing are not part of the answer; whoever shows it adds them.
/// - Parameters:
///   - landed: What the landing proves about the request: approvals, changes, dates.
///   - request: What its file asks for.
///   - policy: The policy in force for it.
///   - overlay: What only the mainline's tip says.
///   - held: All access that has not ended.
///   - hasWitness: Whether a late issue cannot be a replayed one (DESIGN section 7).
///   - now: The time that counts.
/// - Returns: The verdict, the reasons, and list by list who approved and who still could.
package func evaluate(
  _ landed: LandedRequest, request: Request, under policy: Policy, overlay: TipOverlay,
  held: HeldGrants, hasWitness: Bool, at now: Instant
) -> Evaluation {
  var evaluator = Evaluator(
    policy: policy, overlay: overlay, hasWitness: hasWitness, at: now)
  return evaluator.evaluate(landed, request: request, held: held)
}

/// How `landed`, which brings the mandate `mandate`, fares under `policy` at `now`.
package func evaluate(
  _ landed: LandedRequest, mandate: Mandate, under policy: Policy, overlay: TipOverlay,
  hasWitness: Bool, at now: Instant
) -> Evaluation {
  MandateHearing(
    landed: landed, mandate: mandate, policy: policy, overlay: overlay, hasWitness: hasWitness,
    now: now
  ).evaluation()
}

/// Judges many requests under one policy at one time, keeping what all of them need.
package struct Evaluator {
  private let policy: Policy
  private let overlay: TipOverlay
  private let hasWitness: Bool
  private let now: Instant
  private var tickets = TicketPatterns()
  private var precedents = Precedents()

  /// The parameters are those of `evaluate`.
  package init(policy: Policy, overlay: TipOverlay, hasWitness: Bool, at now: Instant) {
    self.policy = policy
    self.overlay = overlay
    self.hasWitness = hasWitness
    self.now = now
  }

  /// How `landed` fares beside the access in `held`.
  package mutating func evaluate(
    _ landed: LandedRequest, request: Request, held: HeldGrants
  ) -> Evaluation {
    Hearing(
      landed: landed, request: request, policy: policy, overlay: overlay, held: held,
      hasWitness: hasWitness, now: now
    ).evaluation(&tickets, &precedents)
  }
}
