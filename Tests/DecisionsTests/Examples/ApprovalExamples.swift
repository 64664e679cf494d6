import Decisions
import Model

private func changed(
  by people: [String], signedBy signer: String?, _ change: (inout RequestBuilder) -> Void = { _ in }
) -> RequestBuilder {
  var builder = RequestBuilder()
  change(&builder)
  builder.changes = [
    RequestChange(
      commit: object(77), people: people.map { id($0) }, signer: signer.map { id($0) },
      isOrigin: true)
  ]
  return builder
}

private let signedWorkload = policy {
  $0.rule("signed", require: Requirements(signedRequest: Marked(true)))
}

let signatureExamples: [Example] = [
  Example(.unsignedRequest, "nobody signed the change") {
    judge(changed(by: ["ana.silva"], signedBy: nil))
  } butNot: {
    judge(changed(by: ["ana.silva"], signedBy: "ana.silva"))
  },
  Example(.unsignedRequest, "somebody else signed the change") {
    judge(changed(by: ["ana.silva"], signedBy: "liz.hall"))
  } butNot: {
    judge(
      changed(by: ["ana.silva"], signedBy: "liz.hall"),
      under: policy {
        $0.rule(
          "third-parties",
          require: Requirements(
            approvals: [line(1, .sponsor)], signedRequest: Marked(false)))
      })
  },
  Example(.unsignedRequest, "one of two changes is not signed") {
    judge(
      request {
        $0.changes = [
          RequestChange(
            commit: object(1), people: [id("ana.silva")], signer: id("ana.silva"), isOrigin: true),
          RequestChange(commit: object(2), people: [id("liz.hall")], signer: nil, isOrigin: true),
        ]
      })
  } butNot: {
    judge(
      request {
        $0.changes = [
          RequestChange(
            commit: object(1), people: [id("ana.silva")], signer: id("ana.silva"), isOrigin: true),
          RequestChange(
            commit: object(2), people: [id("liz.hall")], signer: id("ana.silva"), isOrigin: true),
        ]
      })
  },
  Example(.unsignedRequest, "no change is known") {
    judge(request { $0.changes = [] })
  } butNot: {
    judge(request { $0.changes = [] }, under: policy { $0.rules[0] = unsigned })
  },
  Example(.unsignedRequest, "a workload's request that somebody else signed") {
    var builder = RequestBuilder.nightly
    builder.changes = [
      RequestChange(
        commit: object(1), people: [id("liz.hall")], signer: id("liz.hall"), isOrigin: true)
    ]
    return judge(builder, under: signedWorkload)
  } butNot: {
    var builder = RequestBuilder.nightly
    builder.changes = [
      RequestChange(
        commit: object(1), people: [id("priya.nair")], signer: id("priya.nair"), isOrigin: true)
    ]
    return judge(builder, under: signedWorkload)
  },
  Example(.unsignedRequest, "high risk asks for signatures though nobody says so") {
    judge(
      changed(by: ["joe.fox"], signedBy: nil) { $0.subject = "joe.fox" },
      under: policy { $0.offerReadOnly(.high) })
  } butNot: {
    judge(
      changed(by: ["joe.fox"], signedBy: nil) { $0.subject = "joe.fox" },
      under: policy { $0.offerReadOnly(.high, signedRequest: false) })
  },
  Example(.unsignedRequest, "true wins over false") {
    judge(
      changed(by: ["joe.fox"], signedBy: nil) { $0.subject = "joe.fox" },
      under: policy {
        $0.offerReadOnly(.low, signedRequest: false)
        $0.rule("signed", require: Requirements(signedRequest: Marked(true)))
      })
  } butNot: {
    judge(
      changed(by: ["joe.fox"], signedBy: "joe.fox") { $0.subject = "joe.fox" },
      under: policy {
        $0.offerReadOnly(.low, signedRequest: false)
        $0.rule("signed", require: Requirements(signedRequest: Marked(true)))
      })
  },
]

private let unsigned = Rule(
  id: id("third-parties"), description: "", appliesTo: AppliesTo(),
  require: Requirements(approvals: [line(1, .sponsor)]), deny: nil)

extension PolicyBuilder {
  /// Another read-only entitlement for finance, which nothing but the database's owners approve.
  mutating func offerReadOnly(
    _ risk: Risk, assurance: Assurance? = nil, signedRequest: Bool? = nil,
    approvals: [ApprovalLine] = [line(1, .group(id("dba")))]
  ) {
    system(
      "billing-db", owner: .group(id("dba")),
      [
        offer(
          "read-only", risk, [.group(id("finance")), .workload(id("nightly-export"))], approvals,
          assurance: assurance, signedRequest: signedRequest)
      ])
  }
}

private func approved(_ approvals: SeenApproval...) -> RequestBuilder {
  request { $0.approvals = approvals }
}

let approvalExamples: [Example] = [
  Example(.shortOfApprovals, .pending, "nobody has approved") {
    judge(approved())
  } butNot: {
    judge()
  },
  Example(.shortOfApprovals, .pending, "the sponsor has not approved") {
    judge(approved(approval("tom.berg", 1)))
  } butNot: {
    judge(approved(approval("priya.nair", 1)))
  },
  Example(.shortOfApprovals, .pending, "two keys of one person are one person") {
    judge(
      request {
        $0.subject = "joe.fox"
        $0.approvals = [
          approval("tom.berg", 1, key: "SHA256:one"), approval("tom.berg", 2, key: "SHA256:two"),
        ]
      }, under: policy { $0.offerReadOnly(.low, approvals: [line(2, .group(id("dba")))]) })
  } butNot: {
    judge(
      request {
        $0.subject = "joe.fox"
        $0.approvals = [approval("tom.berg", 1), approval("priya.nair", 2)]
      }, under: policy { $0.offerReadOnly(.low, approvals: [line(2, .group(id("dba")))]) })
  },
  Example(.notAnApprover, .pending, "nothing asks for them") {
    judge(approved(approval("priya.nair", 1), approval("liz.hall", 2)), under: alsoTom)
  } butNot: {
    judge(approved(approval("priya.nair", 1), approval("tom.berg", 2)), under: alsoTom)
  },
  Example(.selfApproval, .pending, "the subject approves") {
    judge(
      request {
        $0.subject = "tom.berg"
        $0.target = "billing-db/superuser"
        $0.duration = hours(1)
        $0.approvals = [approval("tom.berg", 1), approval("sam.lee", 2)]
      })
  } butNot: {
    judge(
      request {
        $0.subject = "tom.berg"
        $0.target = "billing-db/superuser"
        $0.duration = hours(1)
        $0.approvals = [approval("priya.nair", 1), approval("sam.lee", 2)]
      })
  },
  Example(.selfApproval, .pending, "the workload's owner approves") {
    var builder = RequestBuilder.nightly
    builder.approvals = [approval("priya.nair", 1)]
    return judge(builder)
  } butNot: {
    judge(.nightly)
  },
  Example(.selfApproval, .pending, "whoever of the owning group asked approves") {
    judge(
      changed(by: ["tom.berg"], signedBy: "tom.berg") {
        $0.subject = "dba-robot"
        $0.approvals = [approval("tom.berg", 1)]
      })
  } butNot: {
    judge(
      changed(by: ["tom.berg"], signedBy: "tom.berg") {
        $0.subject = "dba-robot"
        $0.approvals = [approval("priya.nair", 1)]
      })
  },
  Example(.authorApproval, .pending, "the approver fixed the request on the branch") {
    judge(changed(by: ["ana.silva", "priya.nair"], signedBy: "ana.silva"))
  } butNot: {
    judge(changed(by: ["ana.silva", "tom.berg"], signedBy: "ana.silva"))
  },
  Example(.inactiveApprover, .pending, "the approver is suspended") {
    judge(under: policy { $0.person("tom.berg", status: .suspended) }.asking(for: "tom.berg"))
  } butNot: {
    judge(under: policy { $0.person("kim.roy", status: .suspended) }.asking(for: "tom.berg"))
  },
  Example(.inactiveApprover, .pending, "the approver is suspended at the tip only") {
    judge(
      under: alsoTom, overlay: TipOverlay(inactive: [id("tom.berg"): .suspended], compromised: []))
  } butNot: {
    judge(
      under: alsoTom, overlay: TipOverlay(inactive: [id("kim.roy"): .suspended], compromised: []))
  },
  Example(.inactiveApprover, .pending, "the approver's contract is over") {
    judge(
      under: policy {
        $0.person("tom.berg", contract: contract(until: "2026-11-20T12:00:00Z"))
      }.asking(for: "tom.berg"))
  } butNot: {
    judge(
      under: policy {
        $0.person("tom.berg", contract: contract(until: "2026-11-20T12:00:01Z"))
      }.asking(for: "tom.berg"))
  },
  Example(.compromisedKey, .pending, "the approver's key is compromised") {
    judge(under: alsoTom, overlay: TipOverlay(inactive: [:], compromised: ["SHA256:tom.berg"]))
  } butNot: {
    judge(under: alsoTom, overlay: TipOverlay(inactive: [:], compromised: ["SHA256:kim.roy"]))
  },
  Example(.assuranceTooLow, .pending, "a forge's merge where nobody says `forge`") {
    judge(approved(approval("priya.nair", 1, assurance: .forge)))
  } butNot: {
    judge(approved(approval("priya.nair", 1, assurance: .hardware)))
  },
  Example(.assuranceTooLow, .pending, "the highest that anybody says counts") {
    judge(
      request { $0.subject = "joe.fox" },
      under: policy {
        $0.offerReadOnly(.low, assurance: .forge)
        $0.rule("hardware", require: Requirements(assurance: Marked(.hardware)))
      })
  } butNot: {
    judge(
      request {
        $0.subject = "joe.fox"
        $0.approvals = [approval("tom.berg", 1, assurance: .forge)]
      }, under: policy { $0.offerReadOnly(.low, assurance: .forge) })
  },
  Example(.approvalInFuture, .pending, "an approval dated more than five minutes ahead") {
    judge(approved(approval("priya.nair", 1, dated: noon.advanced(by: .seconds(301)))))
  } butNot: {
    judge(approved(approval("priya.nair", 1, dated: noon.advanced(by: .seconds(300)))))
  },
]

let alsoTom = PolicyBuilder.example.asking(for: "tom.berg")

extension PolicyBuilder {
  /// The same policy with a rule that asks for the approval of `name` as well.
  func asking(for name: String) -> PolicyBuilder {
    var builder = self
    builder.rule("also", require: Requirements(approvals: [line(1, .person(id(name)))]))
    return builder
  }
}
