internal import Git
internal import Intake
internal import Ledger
internal import Model

/// The ledger: whether it can be trusted, and whether runs keep up with the mainline and the clock.
struct LedgerCheckup {
  let workspace: Workspace
  let remote: String
  let now: Instant

  /// How long a run may be late before somebody should look: schedules of CI are not punctual.
  private static let patience = Duration.seconds(3600)

  /// The findings, and the ledger where it can be trusted.
  func findings(tip: ObjectID) -> ([DoctorFinding], TrustedLedger?) {
    do throws(ProcessingError) {
      guard let found = try branch() else {
        return (
          [
            DoctorFinding(
              .problem,
              "there is no ledger \(workspace.settings.ledger) here, nor one of \(remote)",
              mend:
                "begin it, if there never was one: countersign run \(OptionName.firstRun) \(OptionName.push) "
                + "\(shellWord(remote)); else fetch it: "
                + fetchCommand(workspace.settings.ledger, from: remote))
          ], nil
        )
      }
      let ledger = try workspace.ledger(at: found, known: try workspace.known.tip())
      return (
        [DoctorFinding(.ok, "the ledger \(found.short) is the processor's")]
          + state(of: ledger, tip),
        ledger
      )
    } catch {
      return (DoctorFinding.problems(error), nil)
    }
  }

  private func branch() throws(ProcessingError) -> ObjectID? {
    do throws(GitError) {
      return try MainlinePlace.branch(
        workspace.settings.ledger, in: workspace.repository, remote: remote)
    } catch {
      throw ProcessingError(error)
    }
  }

  private func state(of ledger: TrustedLedger, _ tip: ObjectID) -> [DoctorFinding] {
    let cursor = ledger.cursor
    var findings = cursor.openReasons.map { DoctorFinding(.problem, $0) }
    findings += cursor.ungoverned.map { DoctorFinding(.problem, $0.reason) }
    findings += cursor.voided.map { DoctorFinding(.problem, $0.reason) }
    if cursor.drill {
      findings.append(
        DoctorFinding(.warning, "the ledger is a drill: nothing in it is meant to count"))
    }
    if now < cursor.at {
      findings.append(
        DoctorFinding(
          .problem, "clock-behind: it is \(now) here, and the ledger was written at \(cursor.at)",
          mend: "set the clock (timedatectl), or find the machine whose clock ran ahead"))
    }
    if let due = cursor.next, due.advanced(by: LedgerCheckup.patience) < now {
      findings.append(
        DoctorFinding(
          .problem, "something fell due at \(due), and no run has seen to it",
          mend: "see that the schedule works: the last run was at \(cursor.at)"))
    }
    guard cursor.mainline != tip else { return findings }
    do throws(IntakeError) {
      guard
        try RequestTracer(workspace.policies).contains(cursor.mainline, inHistoryOf: tip)
      else {
        return findings + [
          DoctorFinding(
            .problem,
            "rewound-mainline: \(tip.short) does not contain \(cursor.mainline.short), which a run has processed",
            mend: "push the old line again, or begin a new ledger with \(OptionName.replaceLedger)")
        ]
      }
    } catch {
      return findings + DoctorFinding.problems(ProcessingError(error))
    }
    if cursor.at.advanced(by: LedgerCheckup.patience) < now {
      findings.append(
        DoctorFinding(
          .warning, "the mainline has moved to \(tip.short), and the last run was at \(cursor.at)",
          mend:
            "see that pushes start a run; countersign run \(OptionName.dryRun) shows what it would do"
        ))
    }
    return findings
  }
}
