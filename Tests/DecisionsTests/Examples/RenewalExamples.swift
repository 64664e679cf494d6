import Decisions
import Model

/// The example policy with a rule that lets access be renewed `maximum` times within `within`.
private func renewable(_ maximum: Int, within: Duration = days(30)) -> PolicyBuilder {
  policy {
    $0.rule(
      "renewals",
      require: Requirements(
        renewals: RenewalLimit(maximum: maximum, within: within, mark: somewhere)))
  }
}

/// What Ana had: eight hours that ended `hours` before noon.
private func had(_ ended: Int64) -> HeldAccess {
  let end = noon.advanced(by: hours(-ended))
  return HeldAccess(
    subject: id("ana.silva"), entitlement: entitlement("billing-db/read-only"),
    window: Window(start: end.advanced(by: hours(-8)), end: end))
}

private func finance(approvedBy people: [String]) -> RequestBuilder {
  request {
    $0.subject = "joe.fox"
    $0.ticket = nil
    $0.approvals = people.enumerated().map { approval($1, $0 + 1) }
  }
}

private let joeHad = HeldAccess(
  subject: id("joe.fox"), entitlement: entitlement("billing-db/read-only"),
  window: Window(
    start: noon.advanced(by: hours(-40)), end: noon.advanced(by: hours(-36))))

let renewalExamples: [Example] = [
  Example(.renewalLimit, "one renewal more than the rule allows") {
    judge(under: renewable(2), held: [had(30), had(60), had(90)])
  } butNot: {
    judge(under: renewable(2), held: [had(30), had(60)])
  },
  Example(.renewalLimit, "never") {
    judge(under: renewable(0), held: [had(700)])
  } butNot: {
    judge(under: renewable(0), held: [had(721)])
  },
  Example(.renewalLimit, "a chain does not crawl out of a short look-back") {
    judge(
      under: renewable(1, within: hours(1)),
      held: [had(0), had(8)])
  } butNot: {
    judge(under: renewable(1, within: hours(1)), held: [had(0)])
  },
  Example(.durationTooLong, "back to back without a rule that speaks of renewals") {
    judge(
      request { $0.starts = instant("2026-11-20T16:00:00Z") },
      held: [
        access(
          "ana.silva", "billing-db/read-only", "2026-11-20T08:00:00Z", "2026-11-20T16:00:00Z")
      ])
  } butNot: {
    judge(
      request { $0.starts = instant("2026-11-20T16:00:00Z") }, under: renewable(1),
      held: [
        access(
          "ana.silva", "billing-db/read-only", "2026-11-20T08:00:00Z", "2026-11-20T16:00:00Z")
      ])
  },
]

/// Renewals that nobody approved who has to.
let renewalApprovalExamples: [Example] = [
  Example(.shortOfApprovals, .pending, "the sponsor's own, though nobody else asks for it") {
    judge(
      request { $0.approvals = [approval("tom.berg", 1)] },
      under: {
        var builder = renewable(2)
        builder.rule("third-parties", require: Requirements(ticket: Marked("OPS-[0-9]+")))
        return builder
      }(), held: [had(30)])
  } butNot: {
    judge(
      request { $0.approvals = [approval("tom.berg", 1)] },
      under: {
        var builder = renewable(2)
        builder.rule("third-parties", require: Requirements(ticket: Marked("OPS-[0-9]+")))
        return builder
      }(), held: [had(721)])
  },
  Example(.shortOfApprovals, .pending, "the owner's, for an employee") {
    judge(
      finance(approvedBy: ["sam.lee"]),
      under: {
        var builder = renewable(2)
        builder.billing(readOnlyBy: .group(id("security")))
        return builder
      }(), held: [joeHad])
  } butNot: {
    judge(
      finance(approvedBy: ["sam.lee", "tom.berg"]),
      under: {
        var builder = renewable(2)
        builder.billing(readOnlyBy: .group(id("security")))
        return builder
      }(), held: [joeHad])
  },
]
