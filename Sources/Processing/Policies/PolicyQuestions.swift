internal import Decisions
internal import Documents
internal import Git
internal import Intake
package import Model

/// Whose policies answer a question, where no request is there yet.
package enum PolicyQuestion {
  /// Who could ever have the entitlement `name`, and who would have to sign.
  ///
  /// - Parameters:
  ///   - revision: The commit whose policies answer; without it those in force under `anchor`, or else the mainline's.
  /// - Throws: `.negative` where there is no such entitlement.
  package static func access(
    to name: EntitlementName, at path: String, revision: String?, anchor: ObjectID?, _ now: Instant,
    _ outside: Outside
  ) throws(ProcessingError) -> WhoCanReport {
    let policy: Policy
    let origin: PolicyOrigin
    var mandates: [MandateRecord] = []
    if let revision {
      let found = try PolicyRevision(
        revision, in: try Workspace.repository(at: path, outside: outside))
      switch found.policy {
      case .failure(let faults): throw ProcessingError(.unreadableDocument, faults.reasons)
      case .success(let read): (policy, origin) = (read, found.origin)
      }
    } else {
      let ground = try CheckGround(at: path, anchor: anchor, base: nil, now, outside)
      (policy, origin) = (ground.force.policy, ground.origin)
      mandates = (ground.view?.session.mandates ?? []).filter {
        $0.terms.entitlements.contains(name)
      }
    }
    guard let outline = outline(of: name, under: policy, at: now) else {
      throw policy.unknown(name.system, name.entitlement)
    }
    return WhoCanReport(outline, by: origin, mandates: mandates)
  }
}

extension PolicyRevision {
  /// The policies of `revision` in the repository at `path`.
  package init(_ revision: String?, at path: String, _ outside: Outside) throws(ProcessingError) {
    try self.init(revision, in: try Workspace.repository(at: path, outside: outside))
  }

  /// Whether the policies can be read at all.
  package var isReadable: Bool {
    if case .success = policy { true } else { false }
  }

  /// What in the policies does not do what it seems to.
  package func lint(at now: Instant) throws(ProcessingError) -> LintReport {
    switch policy {
    case .failure(let faults):
      return LintReport(policy: origin, faults: faults.reasons, findings: [])
    case .success(let policy):
      do throws(IntakeError) {
        return LintReport(
          policy: origin,
          faults: try policy.shortcomings(at: now) + lockedLines(of: policy, at: now)
            + policy.authorityFaults,
          findings: Decisions.lint(policy, at: now))
      } catch {
        throw ProcessingError(error)
      }
    }
  }

  /// What becomes of the policies' own tests.
  package func tests() -> TestReport {
    switch policy {
    case .failure(let faults): TestReport(policy: origin, faults: faults.reasons, run: nil)
    case .success(let policy): TestReport(policy: origin, faults: [], run: testRun(of: policy))
    }
  }
}
