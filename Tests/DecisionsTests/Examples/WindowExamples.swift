import Decisions
import Model

private func denial(from: String?, until: String?) -> PolicyBuilder {
  policy {
    $0.rule(
      "freeze",
      deny: Denial(
        message: "Billing is closed.", from: from.map { instant($0) },
        until: until.map { instant($0) }, mark: somewhere))
  }
}

private func starting(_ text: String, seen: Instant = noon) -> RequestBuilder {
  request {
    $0.starts = instant(text)
    $0.approvals = [approval("priya.nair", 1, seen: seen), approval("tom.berg", 2, seen: seen)]
  }
}

let windowExamples: [Example] = [
  Example(.windowOver, "it would end this very second") {
    judge(starting("2026-11-20T04:00:00Z"))
  } butNot: {
    judge(starting("2026-11-20T04:00:01Z"))
  },
  Example(.durationTooLong, "a second more than the maximum") {
    judge(request { $0.duration = hours(8) + .seconds(1) })
  } butNot: {
    judge(request { $0.duration = hours(8) })
  },
  Example(.durationTooLong, "what is asked for counts, not what is left of it") {
    judge(
      request {
        $0.duration = hours(9)
        $0.starts = instant("2026-11-20T10:00:00Z")
      })
  } butNot: {
    judge(
      request {
        $0.duration = hours(8)
        $0.starts = instant("2026-11-20T10:00:00Z")
      })
  },
  Example(.durationTooLong, "a rule's maximum is shorter") {
    judge(
      request { $0.duration = hours(3) },
      under: policy { $0.rule("short", require: Requirements(maximumDuration: Marked(hours(2)))) })
  } butNot: {
    judge(
      request { $0.duration = hours(2) },
      under: policy { $0.rule("short", require: Requirements(maximumDuration: Marked(hours(2)))) })
  },
  Example(.startsTooLate, "a second more than `expire_after` behind the newest approval") {
    judge(starting("2026-11-27T12:00:01Z"))
  } butNot: {
    judge(starting("2026-11-27T12:00:00Z"))
  },
  Example(.startsTooLate, "the approvals are older than the run") {
    judge(starting("2026-11-27T12:00:00Z", seen: noon.advanced(by: .seconds(-1))))
  } butNot: {
    judge(starting("2026-11-27T11:59:59Z", seen: noon.advanced(by: .seconds(-1))))
  },
  Example(.deniedByRule, "the window reaches into the freeze") {
    judge(under: denial(from: "2026-11-20T19:59:59Z", until: nil))
  } butNot: {
    judge(under: denial(from: "2026-11-20T20:00:00Z", until: nil))
  },
  Example(.deniedByRule, "the window begins before the freeze ends") {
    judge(under: denial(from: nil, until: "2026-11-20T12:00:01Z"))
  } butNot: {
    judge(under: denial(from: nil, until: "2026-11-20T12:00:00Z"))
  },
  Example(.approvalInFuture, .pending, "the landing is dated more than five minutes ahead") {
    judge(request { $0.dated = noon.advanced(by: .seconds(301)) })
  } butNot: {
    judge(request { $0.dated = noon.advanced(by: .seconds(300)) })
  },
  Example(.issuedTooLate, "without a witness, `issue_within` after the landing") {
    judge(request { $0.dated = instant("2026-11-19T11:59:59Z") }, hasWitness: false)
  } butNot: {
    judge(request { $0.dated = instant("2026-11-19T12:00:00Z") }, hasWitness: false)
  },
  Example(.issuedTooLate, "the same with a witness is in time") {
    judge(request { $0.dated = instant("2026-11-14T12:00:00Z") }, hasWitness: false)
  } butNot: {
    judge(request { $0.dated = instant("2026-11-14T12:00:00Z") }, hasWitness: true)
  },
  Example(.issuedTooLate, "the late approval that completes it counts, not a later one") {
    judge(lateApprovals("2026-11-19T11:00:00Z"), hasWitness: false)
  } butNot: {
    judge(lateApprovals("2026-11-19T13:00:00Z"), hasWitness: false)
  },
]

/// Landed two days ago without the sponsor, who approved it at `completed` and then once more.
private func lateApprovals(_ completed: String) -> RequestBuilder {
  request {
    $0.seen = instant("2026-11-18T12:00:00Z")
    $0.approvals = [
      approval("tom.berg", 1, seen: $0.seen),
      approval("priya.nair", 2, dated: instant("2026-11-20T11:00:00Z"), isLate: true),
      approval("priya.nair", 3, dated: instant(completed), isLate: true),
    ]
  }
}

let heldExamples: [Example] = [
  Example(.durationTooLong, "back to back with what she has") {
    judge(
      request { $0.duration = hours(4) },
      held: [
        access("ana.silva", "billing-db/read-only", "2026-11-20T07:00:00Z", "2026-11-20T12:00:01Z")
      ])
  } butNot: {
    judge(
      request { $0.duration = hours(4) },
      held: [
        access("ana.silva", "billing-db/read-only", "2026-11-20T08:00:00Z", "2026-11-20T12:00:01Z")
      ])
  },
  Example(.durationTooLong, "less than the maximum before what is scheduled") {
    judge(held: [
      access("ana.silva", "billing-db/read-only", "2026-11-21T03:59:59Z", "2026-11-21T05:00:00Z")
    ])
  } butNot: {
    judge(held: [
      access("ana.silva", "billing-db/read-only", "2026-11-21T04:00:00Z", "2026-11-21T05:00:00Z")
    ])
  },
  Example(.durationTooLong, "a chain of three") {
    judge(
      request { $0.duration = hours(1) },
      held: [
        access("ana.silva", "billing-db/read-only", "2026-11-20T16:00:00Z", "2026-11-20T17:00:00Z"),
        access("ana.silva", "billing-db/read-only", "2026-11-20T20:00:00Z", "2026-11-20T21:00:00Z"),
      ])
  } butNot: {
    judge(
      request { $0.duration = hours(1) },
      held: [
        access("ana.silva", "billing-db/read-only", "2026-11-20T16:00:00Z", "2026-11-20T17:00:00Z"),
        access("ana.silva", "billing-db/read-only", "2026-11-21T01:00:00Z", "2026-11-21T02:00:00Z"),
      ])
  },
  Example(.durationTooLong, "another's windows and those that are over do not count") {
    judge(held: [
      access("ana.silva", "billing-db/read-only", "2026-11-20T11:00:00Z", "2026-11-20T12:00:01Z")
    ])
  } butNot: {
    judge(held: [
      access("ana.silva", "billing-db/read-only", "2026-11-20T11:00:00Z", "2026-11-20T12:00:00Z"),
      access("joe.fox", "billing-db/read-only", "2026-11-20T11:00:00Z", "2026-11-20T13:00:00Z"),
    ])
  },
  Example(.conflictingGrant, "the other entitlement names this one") {
    judge(
      request {
        $0.subject = "ana.silva"
        $0.target = "ledger-db/approve-payments"
        $0.approvals = [approval("joe.fox", 1), approval("priya.nair", 2)]
      },
      held: [
        access("ana.silva", "billing-db/superuser", "2026-11-20T19:59:59Z", "2026-11-20T21:00:00Z")
      ])
  } butNot: {
    judge(
      request {
        $0.subject = "ana.silva"
        $0.target = "ledger-db/approve-payments"
        $0.approvals = [approval("joe.fox", 1), approval("priya.nair", 2)]
      },
      held: [
        access("ana.silva", "billing-db/superuser", "2026-11-20T20:00:00Z", "2026-11-20T21:00:00Z")
      ])
  },
  Example(.conflictingGrant, "this entitlement names the other") {
    judge(
      superuser,
      held: [
        access(
          "tom.berg", "ledger-db/approve-payments", "2026-11-20T11:00:00Z", "2026-11-20T13:00:00Z")
      ])
  } butNot: {
    judge(
      superuser,
      held: [
        access(
          "priya.nair", "ledger-db/approve-payments", "2026-11-20T11:00:00Z", "2026-11-20T13:00:00Z"
        )
      ])
  },
  Example(.conflictingGrant, "a workload of a group she is in has the other") {
    judge(
      superuser,
      held: [
        access(
          "dba-robot", "ledger-db/approve-payments", "2026-11-20T11:00:00Z", "2026-11-20T13:00:00Z")
      ])
  } butNot: {
    judge(
      superuser,
      held: [
        access(
          "nightly-export", "ledger-db/approve-payments", "2026-11-20T11:00:00Z",
          "2026-11-20T13:00:00Z")
      ])
  },
  Example(.conflictingGrant, "the workload's owner has the other") {
    judge(
      .nightly, under: apart,
      held: [
        access(
          "priya.nair", "ledger-db/approve-payments", "2026-11-20T11:00:00Z", "2026-11-20T13:00:00Z"
        )
      ])
  } butNot: {
    judge(
      .nightly, under: apart,
      held: [
        access(
          "tom.berg", "ledger-db/approve-payments", "2026-11-20T11:00:00Z", "2026-11-20T13:00:00Z")
      ])
  },
]

private let superuser = request {
  $0.subject = "tom.berg"
  $0.target = "billing-db/superuser"
  $0.duration = hours(1)
  $0.approvals = [approval("priya.nair", 1), approval("sam.lee", 2)]
}

private let apart = policy {
  $0.system(
    "billing-db", owner: .group(id("dba")),
    [
      offer(
        "read-only", .medium, [.workload(id("nightly-export"))], [line(1, .group(id("dba")))],
        conflicts: ["ledger-db/approve-payments"])
    ])
}
