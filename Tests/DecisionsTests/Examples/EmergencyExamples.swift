import Decisions
import Model

/// An emergency of an administrator, who signed the request and needs nobody's approval.
private func emergency(_ change: (inout RequestBuilder) -> Void = { _ in }) -> RequestBuilder {
  request {
    $0.subject = "tom.berg"
    $0.target = "billing-db/superuser"
    $0.duration = .seconds(1800)
    $0.ticket = nil
    $0.approvals = []
    $0.isEmergency = true
    change(&$0)
  }
}

/// The example policy with an emergency on the one entitlement that most harm can be done with.
let breakGlass = policy {
  $0.billing(
    emergency: EmergencyTerms(
      eligible: [.group(id("dba"))], approvals: [], maximumDuration: .seconds(1800),
      reviewWithin: hours(24), mark: somewhere))
}

private func unsigned(by signer: String?) -> RequestBuilder {
  emergency {
    $0.changes = [
      RequestChange(
        commit: object(1), people: [id("tom.berg")], signer: signer.map { id($0) }, isOrigin: true)
    ]
  }
}

private func made(_ instant: Instant) -> RequestBuilder {
  emergency { $0.made = instant...instant }
}

private let waiting = UnreviewedEmergency(
  subject: id("tom.berg"), entitlement: entitlement("ledger-db/approve-payments"),
  reviewBy: noon.advanced(by: hours(1)))

private func robot(owner: Owner) -> PolicyBuilder {
  var builder = breakGlass
  builder.workload("robot", owner: owner)
  builder.billing(
    emergency: EmergencyTerms(
      eligible: [.group(id("dba")), .workload(id("robot"))], approvals: [],
      maximumDuration: .seconds(1800), reviewWithin: hours(24), mark: somewhere))
  return builder
}

let emergencyExamples: [Example] = [
  Example(.notEligible, "the entitlement has no terms for emergencies") {
    judge(
      emergency {
        $0.target = "ledger-db/approve-payments"
        $0.approvals = [approval("joe.fox", 1)]
      }, under: breakGlass)
  } butNot: {
    judge(emergency(), under: breakGlass)
  },
  Example(.notEligible, "who may ask in an emergency is not who may ask at all") {
    judge(
      emergency(),
      under: policy {
        $0.billing(
          emergency: EmergencyTerms(
            eligible: [.person(id("priya.nair"))], approvals: [], maximumDuration: .seconds(1800),
            reviewWithin: hours(24), mark: somewhere))
      })
  } butNot: {
    judge(emergency(), under: breakGlass)
  },
  Example(.durationTooLong, "an emergency is shorter, whatever the entitlement allows") {
    judge(emergency { $0.duration = .seconds(1801) }, under: breakGlass)
  } butNot: {
    judge(emergency(), under: breakGlass)
  },
  Example(.unsignedRequest, "without approvals nobody's signature stands in for the subject's") {
    judge(unsigned(by: "priya.nair"), under: breakGlass)
  } butNot: {
    judge(unsigned(by: "tom.berg"), under: breakGlass)
  },
  Example(.approvalTooOld, "an old signature that somebody found and landed") {
    judge(made(noon.advanced(by: .seconds(-7 * 86_400 - 1))), under: breakGlass)
  } butNot: {
    judge(made(noon.advanced(by: days(-7))), under: breakGlass)
  },
  Example(.approvalInFuture, .pending, "a signature from tomorrow") {
    judge(made(noon.advanced(by: .seconds(301))), under: breakGlass)
  } butNot: {
    judge(made(noon.advanced(by: .seconds(300))), under: breakGlass)
  },
  Example(.reviewOverdue, "the last emergency waits for its review, wherever it was") {
    judge(emergency(), under: breakGlass, unreviewed: [waiting])
  } butNot: {
    judge(
      emergency {
        $0.isEmergency = false
        $0.approvals = [approval("priya.nair", 1), approval("sam.lee", 2)]
      }, under: breakGlass, unreviewed: [waiting])
  },
  Example(.reviewOverdue, "a workload of whoever is to be reviewed is no way around") {
    judge(
      emergency { $0.subject = "robot" }, under: robot(owner: .person(id("tom.berg"))),
      unreviewed: [waiting])
  } butNot: {
    judge(
      emergency { $0.subject = "robot" }, under: robot(owner: .person(id("priya.nair"))),
      unreviewed: [waiting])
  },
  Example(.reviewOverdue, "66: nor is one that they share through a group") {
    judge(
      emergency { $0.subject = "robot" }, under: robot(owner: .group(id("dba"))),
      unreviewed: [waiting])
  } butNot: {
    judge(
      emergency { $0.subject = "robot" }, under: robot(owner: .group(id("security"))),
      unreviewed: [waiting])
  },
  Example(.durationTooLong, "two emergencies in a row are one") {
    judge(
      emergency { $0.starts = instant("2026-11-20T12:40:00Z") }, under: breakGlass,
      held: [
        HeldAccess(
          subject: id("tom.berg"), entitlement: entitlement("billing-db/superuser"),
          window: Window(start: noon, end: noon.advanced(by: .seconds(1800))), isEmergency: true)
      ])
  } butNot: {
    judge(
      emergency { $0.starts = instant("2026-11-20T12:40:00Z") }, under: breakGlass,
      held: [
        access(
          "tom.berg", "billing-db/superuser", "2026-11-20T12:00:00Z", "2026-11-20T12:30:00Z")
      ])
  },
  Example(.deniedByRule, "no emergency outweighs a denial") {
    judge(
      emergency(),
      under: {
        var builder = breakGlass
        builder.rule(
          "freeze", deny: Denial(message: "Closed.", from: nil, until: nil, mark: somewhere))
        return builder
      }())
  } butNot: {
    judge(
      emergency(),
      under: {
        var builder = breakGlass
        // Approvals that rules ask for wait for nobody in an emergency.
        builder.rule("two-eyes", require: Requirements(approvals: [line(1, .owner)]))
        return builder
      }())
  },
]
