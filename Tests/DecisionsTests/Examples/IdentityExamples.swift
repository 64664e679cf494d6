import Decisions
import Model

private let withoutRules = policy { $0.rules = [] }
private let byTom = request { $0.approvals = [approval("tom.berg", 1)] }

private func tip(_ name: String, _ status: IdentityStatus) -> TipOverlay {
  TipOverlay(inactive: [id(name): status], compromised: [])
}

let identityExamples: [Example] = [
  Example(.inactiveSubject, "suspended") {
    judge(under: policy { $0.ana(status: .suspended) })
  } butNot: {
    judge(under: policy { $0.ana(status: .active) })
  },
  Example(.inactiveSubject, "offboarded at the tip only") {
    judge(overlay: tip("ana.silva", .offboarded))
  } butNot: {
    judge(overlay: tip("liz.hall", .offboarded))
  },
  Example(.contractEnded, "over at this very second") {
    judge(under: policy { $0.ana(contractEnds: "2026-11-20T12:00:00Z") })
  } butNot: {
    judge(under: policy { $0.ana(contractEnds: "2026-11-20T20:00:00Z") })
  },
  Example(.contractEnded, "a contractor without any contract") {
    judge(under: policy { $0.ana(contractEnds: nil) })
  } butNot: {
    judge(under: policy { $0.ana() })
  },
  Example(.outlivesContract, "the contract ends a second before the access") {
    judge(under: policy { $0.ana(contractEnds: "2026-11-20T19:59:59Z") })
  } butNot: {
    judge(under: policy { $0.ana(contractEnds: "2026-11-20T20:00:00Z") })
  },
  Example(.sponsorMissing, "no sponsor") {
    var builder = withoutRules
    builder.ana(sponsor: nil)
    return judge(byTom, under: builder)
  } butNot: {
    judge(byTom, under: withoutRules)
  },
  Example(.sponsorMissing, "a sponsor whom nobody knows") {
    var builder = withoutRules
    builder.ana(sponsor: "who.ever")
    return judge(byTom, under: builder)
  } butNot: {
    judge(byTom, under: withoutRules)
  },
  Example(.sponsorMissing, "a sponsor from a vendor") {
    var builder = withoutRules
    builder.person(
      "priya.nair", .vendor, sponsor: "sam.lee",
      contract: contract(until: "2027-01-31T00:00:00Z"))
    return judge(byTom, under: builder)
  } butNot: {
    judge(byTom, under: withoutRules)
  },
  Example(.sponsorInactive, "a sponsor who has left") {
    var builder = withoutRules
    builder.person("priya.nair", status: .offboarded)
    return judge(byTom, under: builder)
  } butNot: {
    judge(byTom, under: withoutRules)
  },
  Example(.sponsorInactive, "a sponsor who is suspended at the tip only") {
    judge(byTom, under: withoutRules, overlay: tip("priya.nair", .suspended))
  } butNot: {
    judge(byTom, under: withoutRules, overlay: tip("sam.lee", .suspended))
  },
  Example(.sponsorInactive, "a sponsor whose own contract is over") {
    var builder = withoutRules
    builder.person("priya.nair", contract: contract(until: "2026-11-20T12:00:00Z"))
    return judge(byTom, under: builder)
  } butNot: {
    var builder = withoutRules
    builder.person("priya.nair", contract: contract(until: "2026-11-20T12:00:01Z"))
    return judge(byTom, under: builder)
  },
  Example(.staleIdentity, "last verified exactly `stale_after` ago") {
    judge(under: policy { $0.ana(verified: "2026-08-22T12:00:00Z") })
  } butNot: {
    judge(under: policy { $0.ana(verified: "2026-08-22T12:00:01Z") })
  },
]

private let byRobot = request {
  $0.subject = "dba-robot"
  $0.approvals = [approval("tom.berg", 1)]
}

let workloadExamples: [Example] = [
  Example(.inactiveSubject, "the workload is suspended") {
    judge(
      .nightly,
      under: policy {
        $0.workload("nightly-export", owner: .person(id("priya.nair")), status: .suspended)
      })
  } butNot: {
    judge(.nightly)
  },
  Example(.inactiveSubject, "the workload is suspended at the tip only") {
    judge(.nightly, overlay: tip("nightly-export", .suspended))
  } butNot: {
    judge(.nightly, overlay: tip("dba-robot", .suspended))
  },
  Example(.inactiveSubject, "its owner is suspended") {
    judge(.nightly, under: policy { $0.person("priya.nair", status: .suspended) })
  } butNot: {
    judge(.nightly, under: policy { $0.person("sam.lee", status: .suspended) })
  },
  Example(.inactiveSubject, "its owner is nobody") {
    judge(
      .nightly,
      under: policy { $0.workload("nightly-export", owner: .person(id("who.ever"))) })
  } butNot: {
    judge(
      .nightly,
      under: policy { $0.workload("nightly-export", owner: .person(id("joe.fox"))) })
  },
  Example(.staleIdentity, "its owner's facts are stale") {
    judge(
      .nightly,
      under: policy { $0.person("priya.nair", verified: instant("2026-01-01T00:00:00Z")) })
  } butNot: {
    judge(
      .nightly,
      under: policy { $0.person("tom.berg", verified: instant("2026-01-01T00:00:00Z")) })
  },
  Example(.outlivesContract, "it would outlive its owner's contract") {
    judge(
      .nightly,
      under: policy {
        $0.person("priya.nair", contract: contract(until: "2026-11-20T19:00:00Z"))
      })
  } butNot: {
    judge(
      .nightly,
      under: policy {
        $0.person("priya.nair", contract: contract(until: "2026-11-20T20:00:00Z"))
      })
  },
  Example(.sponsorInactive, "its owner is a contractor whose sponsor has left") {
    judge(
      request {
        $0.subject = "nightly-export"
        $0.approvals = [approval("tom.berg", 1), approval("sam.lee", 2)]
      },
      under: policy {
        $0.rules = []
        $0.ana(sponsor: "sam.lee")
        $0.person("sam.lee", status: .offboarded)
        $0.workload("nightly-export", owner: .person(id("ana.silva")))
      })
  } butNot: {
    judge(
      request {
        $0.subject = "nightly-export"
        $0.approvals = [approval("tom.berg", 1), approval("sam.lee", 2)]
      },
      under: policy {
        $0.rules = []
        $0.ana(sponsor: "sam.lee")
        $0.workload("nightly-export", owner: .person(id("ana.silva")))
      })
  },
  Example(.inactiveSubject, "nobody of the group that owns it is active") {
    judge(
      byRobot,
      under: policy {
        $0.workload("dba-robot", owner: .group(id("security")))
        $0.person("sam.lee", status: .suspended)
        $0.person("kim.roy", status: .suspended)
      })
  } butNot: {
    judge(
      byRobot,
      under: policy {
        $0.workload("dba-robot", owner: .group(id("security")))
        $0.person("sam.lee", status: .suspended)
      })
  },
]
