import Decisions
import Model

/// A rule of the test's own beside those of the example.
private func adding(_ change: (inout PolicyBuilder) -> Void) -> PolicyBuilder { policy(change) }

let targetExamples: [Example] = [
  Example(.unknownSubject, "nobody has the name") {
    judge(request { $0.subject = "ana.sylva" }, under: policy { $0.rules = [] })
  } butNot: {
    judge(under: policy { $0.rules = [] })
  },
  Example(.unknownSystem, "a system that is not there") {
    judge(request { $0.target = "billing-dw/read-only" })
  } butNot: {
    judge(request { $0.target = "billing-db/read-only" })
  },
  Example(.unknownEntitlement, "an entitlement that is not there") {
    judge(request { $0.target = "billing-db/read-write" })
  } butNot: {
    judge(request { $0.target = "billing-db/read-only" })
  },
  Example(.notEligible, "of no class or group that is named") {
    judge(request { $0.subject = "liz.hall" })
  } butNot: {
    judge(request { $0.subject = "joe.fox" })
  },
  Example(.notEligible, "a workload that is not named, whose owner is") {
    judge(
      .nightly,
      under: policy {
        $0.system(
          "billing-db", owner: .group(id("dba")),
          [offer("read-only", .medium, [.person(id("priya.nair"))], [line(1, .group(id("dba")))])])
      })
  } butNot: {
    judge(
      .nightly,
      under: policy {
        $0.system(
          "billing-db", owner: .group(id("dba")),
          [
            offer(
              "read-only", .medium, [.workload(id("nightly-export"))], [line(1, .group(id("dba")))])
          ])
      })
  },
  Example(.notEligible, "a person whose name only `workload:` gives") {
    judge(
      under: policy {
        $0.system(
          "billing-db", owner: .group(id("dba")),
          [offer("read-only", .medium, [.workload(id("ana.silva"))], [line(1, .group(id("dba")))])])
      })
  } butNot: {
    judge(
      under: policy {
        $0.system(
          "billing-db", owner: .group(id("dba")),
          [offer("read-only", .medium, [.person(id("ana.silva"))], [line(1, .group(id("dba")))])])
      })
  },
  Example(.notEligible, "an emergency, which this version does not serve") {
    judge(request { $0.isEmergency = true })
  } butNot: {
    judge(request { $0.isEmergency = false })
  },
  Example(.ticketMissing, "no ticket") {
    judge(request { $0.ticket = nil })
  } butNot: {
    judge(request { $0.ticket = "INC-7" })
  },
  Example(.ticketMissing, "a ticket that only begins as it should") {
    judge(request { $0.ticket = "OPS-12 and more" })
  } butNot: {
    judge(request { $0.ticket = "OPS-12" })
  },
  Example(.ticketMissing, "a ticket that only ends as it should") {
    judge(request { $0.ticket = "my OPS-12" })
  } butNot: {
    judge(request { $0.ticket = "OPS-12" })
  },
  Example(.ticketMissing, "a ticket with a line break behind it") {
    judge(request { $0.ticket = "OPS-12\n" })
  } butNot: {
    judge(request { $0.ticket = "OPS-12" })
  },
  Example(.ticketMissing, "a ticket with a combining mark on its digit") {
    judge(request { $0.ticket = "OPS-12\u{301}" })
  } butNot: {
    judge(request { $0.ticket = "OPS-12" })
  },
  Example(.ticketMissing, "a pattern that is none matches nothing") {
    judge(under: adding { $0.rule("broken", require: Requirements(ticket: Marked("(OPS"))) })
  } butNot: {
    judge(under: adding { $0.rule("whole", require: Requirements(ticket: Marked("OPS.*"))) })
  },
  Example(.ticketMissing, "each rule's pattern counts") {
    judge(
      request { $0.ticket = "OPS-12" },
      under: adding { $0.rule("incidents", require: Requirements(ticket: Marked("INC-.*"))) })
  } butNot: {
    judge(
      request { $0.ticket = "INC-12" },
      under: adding { $0.rule("incidents", require: Requirements(ticket: Marked("INC-.*"))) })
  },
]
