import Decisions
import Model
import Testing

private let byJoe = request {
  $0.subject = "joe.fox"
  $0.approvals = [approval("tom.berg", 1)]
}

/// What `applies_to` says, and whether that speaks of Joe's request for medium-risk data access.
struct Applicability: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let appliesTo: AppliesTo
  let isMatch: Bool

  init(_ name: String, _ isMatch: Bool, _ change: (inout AppliesTo) -> Void) {
    testDescription = name
    self.isMatch = isMatch
    var appliesTo = AppliesTo()
    change(&appliesTo)
    self.appliesTo = appliesTo
  }
}

private let applicabilities: [Applicability] = [
  Applicability("everything", true) { _ in },
  Applicability("class", true) { $0.classes = [.vendor, .employee] },
  Applicability("another class", false) { $0.classes = [.vendor, .contractor] },
  Applicability("risk", true) { $0.risks = [.medium] },
  Applicability("another risk", false) { $0.risks = [.low, .high, .critical] },
  Applicability("system", true) { $0.systems = [id("billing-db"), id("ledger-db")] },
  Applicability("another system", false) { $0.systems = [id("ledger-db")] },
  Applicability("plane", true) { $0.planes = [.data] },
  Applicability("another plane", false) { $0.planes = [.network] },
  Applicability("group", true) { $0.groups = [id("finance"), id("dba")] },
  Applicability("another group", false) { $0.groups = [id("dba")] },
  Applicability("a group whose name begins alike", false) { $0.groups = [id("finance-2")] },
  Applicability("subject", true) { $0.subjects = [id("joe.fox")] },
  Applicability("another subject", false) { $0.subjects = [id("joe")] },
  Applicability("all keys", true) {
    $0 = AppliesTo(
      classes: [.employee], risks: [.medium], systems: [id("billing-db")], planes: [.data],
      groups: [id("finance")], subjects: [id("joe.fox")])
  },
  Applicability("all keys but one", false) {
    $0 = AppliesTo(
      classes: [.employee], risks: [.medium], systems: [id("billing-db")], planes: [.network],
      groups: [id("finance")], subjects: [id("joe.fox")])
  },
]

@Suite struct CombinationTests {
  @Test(arguments: applicabilities)
  func aRuleSpeaksOfWhatAllItsKeysMatch(_ applicability: Applicability) {
    let builder = policy {
      $0.rule(
        "rule", applicability.appliesTo,
        deny: Denial(message: "No.", from: nil, until: nil, mark: somewhere))
    }
    #expect(judge(byJoe).verdict == .granted)
    #expect(judge(byJoe, under: builder).codes == (applicability.isMatch ? [.deniedByRule] : []))
  }

  @Test func aWorkloadHasTheClassesAndGroupsOfItsOwners() {
    func codes(_ subject: String, _ appliesTo: AppliesTo) -> [ReasonCode] {
      let denied = policy {
        $0.rules = []
        $0.group("dba", ["ana.silva", "priya.nair", "tom.berg"])
        $0.rule(
          "rule", appliesTo,
          deny: Denial(message: "No.", from: nil, until: nil, mark: somewhere))
      }
      return judge(
        request {
          $0.subject = subject
          // Of a group that owns it one member asks and another approves.
          $0.changes = [
            RequestChange(
              commit: object(1001), people: [id("ana.silva")], signer: id("ana.silva"),
              isOrigin: true)
          ]
          $0.approvals = [approval("tom.berg", 1)]
        }, under: denied
      ).codes
    }
    #expect(codes("nightly-export", AppliesTo(groups: [id("dba")])) == [.deniedByRule])
    #expect(codes("nightly-export", AppliesTo(classes: [.employee])) == [.deniedByRule])
    #expect(codes("nightly-export", AppliesTo(classes: [.contractor])).isEmpty)
    #expect(codes("dba-robot", AppliesTo(classes: [.contractor])) == [.deniedByRule])
    #expect(codes("dba-robot", AppliesTo(groups: [id("dba")])) == [.deniedByRule])
    #expect(codes("dba-robot", AppliesTo(groups: [id("security")])).isEmpty)
  }

  @Test func differentPeopleTakeTheLinesOfOneList() {
    let two = policy {
      $0.offerReadOnly(.low, approvals: [line(1, .owner), line(1, .group(id("dba")))])
    }
    func judged(_ names: String...) -> Evaluation {
      judge(
        request {
          $0.subject = "joe.fox"
          $0.approvals = names.enumerated().map { approval($1, $0) }
        }, under: two)
    }
    #expect(judged("tom.berg").verdict == .pending)
    #expect(judged("tom.berg", "priya.nair").verdict == .granted)
  }

  @Test func ifAnyAssignmentWorksTheListIsSatisfied() {
    let lines = [line(1, .group(id("dba")), .group(id("security"))), line(1, .group(id("dba")))]
    for order in [lines, lines.reversed()] {
      let evaluation = judge(
        request {
          $0.subject = "joe.fox"
          $0.approvals = [approval("priya.nair", 1), approval("sam.lee", 2)]
        }, under: policy { $0.offerReadOnly(.low, approvals: order) })
      #expect(evaluation.verdict == .granted)
    }
  }

  @Test func whoCouldStillApproveIncludesThoseWhoFreeAnother() throws {
    // Priya takes one line or the other; whoever is in either group completes the list.
    let evaluation = judge(
      request {
        $0.subject = "joe.fox"
        $0.approvals = [approval("priya.nair", 1)]
      },
      under: policy {
        $0.group("security", ["sam.lee", "priya.nair"])
        $0.offerReadOnly(
          .low, approvals: [line(1, .group(id("dba"))), line(1, .group(id("security")))])
      })
    let missing = try #require(evaluation.requirements.first?.lines.first { $0.missing > 0 })
    #expect(missing.candidates.map(\.text) == ["sam.lee", "tom.berg"])
  }

  @Test func candidatesAreThoseWhoseApprovalWouldCount() throws {
    let builder = policy {
      $0.person("tom.berg", status: .suspended)
      $0.person("sam.lee", keys: [])
      $0.person("kim.roy", keys: [sshKey(of: "kim.roy", retired: noon)])
      $0.person("liz.hall", keys: [sshKey(of: "liz.hall", compromised: noon)])
      $0.person("ann.good", keys: [sshKey(of: "ann.good", retired: noon.advanced(by: hours(1)))])
      $0.person("bob.wrote")
      $0.person(
        "joe.fox", keys: [sshKey(of: "joe.fox"), sshKey(of: "x", type: "sk-ssh-ed25519")])
      $0.group(
        "all",
        ["tom.berg", "sam.lee", "kim.roy", "liz.hall", "ann.good", "bob.wrote", "joe.fox"])
      $0.offerReadOnly(.low, approvals: [line(1, .group(id("all")))])
    }
    let asked = request {
      $0.subject = "joe.fox"
      $0.approvals = []
      $0.changes = [
        RequestChange(
          commit: object(1), people: [id("joe.fox"), id("bob.wrote")], signer: id("joe.fox"),
          isOrigin: true)
      ]
    }
    let evaluation = judge(asked, under: builder)
    let candidates = try #require(evaluation.requirements.first?.lines.first?.candidates)
    #expect(candidates.map(\.text) == ["ann.good"])
  }

  @Test func onlyASecurityKeyGivesHardwareAssurance() throws {
    let builder = policy {
      $0.person("tom.berg", keys: [sshKey(of: "tom.berg", type: "sk-ssh-ed25519@openssh.com")])
      $0.offerReadOnly(.low, assurance: .hardware)
    }
    let evaluation = judge(
      request {
        $0.subject = "joe.fox"
        $0.approvals = []
      }, under: builder)
    let candidates = try #require(evaluation.requirements.first?.lines.first?.candidates)
    #expect(candidates.map(\.text) == ["tom.berg"])
  }

  @Test func aDenialWinsOverEveryApproval() {
    let evaluation = judge(
      under: policy {
        $0.rule(
          "freeze",
          deny: Denial(message: "Billing is closed.", from: nil, until: nil, mark: somewhere))
      })
    #expect(evaluation.verdict == .refused)
    #expect(evaluation.reasons.map(\.message) == ["Billing is closed."])
    #expect(evaluation.reasons.map(\.file) == ["policies/rules/freeze.yaml"])
  }

  @Test func aDurationThatIsTooLongIsRefusedWhereTheShortestMaximumStands() {
    let evaluation = judge(
      request { $0.duration = hours(5) },
      under: policy {
        $0.rule("a", require: Requirements(maximumDuration: Marked(hours(4))))
        $0.rule("b", require: Requirements(maximumDuration: Marked(hours(3))))
        $0.rule("c", require: Requirements(maximumDuration: Marked(hours(6))))
      })
    #expect(evaluation.codes == [.durationTooLong])
    #expect(evaluation.reasons.map(\.file) == ["policies/rules/b.yaml"])
  }

  @Test func aMessageNamesAFewPeopleAndCountsTheRest() throws {
    let names = (0..<100).map { "person-\($0)" }
    let evaluation = judge(
      request {
        $0.subject = "joe.fox"
        $0.approvals = []
      },
      under: policy { builder in
        for name in names { builder.person(name) }
        builder.group("all", names)
        builder.offerReadOnly(.low, approvals: [line(2, .group(id("all")))])
      })
    let reason = try #require(evaluation.reasons.first)
    #expect(
      reason.message.hasPrefix("billing-db/read-only needs 2 more from group:all (`person-0`, "))
    #expect(reason.message.hasSuffix(" or 94 more)."))
  }
}
