package import Model

extension OffboardingList {
  /// Whose it is and how far it has come.
  var phrase: Phrase {
    let left =
      isComplete
      ? "complete" : "\(counted(open.count, "line")) of \(lines.count) left"
    return "\(person, .strong): \(left), owned by \(owner)"
  }
}

extension OffboardingList.Line {
  /// What is to be done.
  fileprivate var words: String {
    let place = system.map { "\($0): " } ?? ""
    return switch kind {
    case .secret: "\(place)rotate \(text)"
    case .trust: "\(place)remove \(text)"
    case .place: "look through \(text)"
    }
  }
}

/// The list of what is to be done since somebody left, line by line.
package struct OffboardingReport: Report {
  package let list: OffboardingList

  package init(_ list: OffboardingList) { self.list = list }

  package func text(_ style: Style) -> String {
    var page = Page(style)
    page.line("\("offboarding", list.isComplete ? .good : .waiting)  " + list.phrase)
    page.line("\(list.cause); opened \(style.moment(list.opened))", indent: 2)
    page.line("held \(list.held.joined(separator: ", "))", indent: 2)
    page.gap()
    page.table(
      TextTable(
        rows: list.lines.map { line in
          let state: Phrase =
            line.closed.map {
              "\("done", .good) \(style.moment($0.at)) by \($0.by.map(\.text).joined(separator: ", "))"
            }
            ?? "\("open", .waiting)"
          return ["\(line.id)", "\(line.words)", state]
        }), indent: 2)
    if !list.isComplete {
      page.gap()
      page.line(
        "\(list.owner) closes lines by a signed merge of a file in reviews/ such as:")
      page.whole("\("person: \(list.person)")", indent: 2)
      page.whole(
        "\("done: [\(list.open.map(\.id).joined(separator: ", "))]")", indent: 2)
    }
    return page.text
  }

  package var json: JSONValue { .array([JSONValue(list)]) }
}

extension JSONValue {
  /// An offboarding with its lines.
  init(_ list: OffboardingList) {
    self = [
      "person": JSONValue(text: list.person), "owner": JSONValue(text: list.owner),
      "opened": JSONValue(text: list.opened), "cause": .string(list.cause),
      "held": JSONValue(list.held) { .string($0) },
      "state": .string(list.isComplete ? "complete" : "incomplete"),
      "lines": JSONValue(list.lines) { line in
        JSONValue(present: [
          "id": .string(line.id), "kind": .string(line.kind.rawValue),
          "system": line.system.map { JSONValue(text: $0) }, "text": .string(line.text),
          "closed": line.closed.map { closing in
            [
              "at": JSONValue(text: closing.at),
              "by": JSONValue(closing.by) { JSONValue(text: $0) },
              "review": JSONValue(closing.review),
            ]
          },
        ])
      },
    ]
  }
}

extension Page {
  /// Adds the offboardings that are incomplete.
  mutating func leaving(_ lists: [OffboardingList]) {
    for list in lists {
      gap()
      line("\("leaving", .waiting)  " + list.phrase)
      line("\("mend", .faint): countersign explain \(list.person)", indent: 2)
    }
  }
}

/// A branch that offboards somebody, and what that will take away.
package struct OffboardDraftReport: Report {
  package let person: IdentityID
  package let branch: String
  package let commit: ObjectID
  /// The live grants that end with it; absent where no ledger was asked.
  package let revoked: [Grant]?
  /// Commands for a shell, in order.
  package let commands: [String]

  package init(
    person: IdentityID, branch: String, commit: ObjectID, revoked: [Grant]?, commands: [String]
  ) {
    self.person = person
    self.branch = branch
    self.commit = commit
    self.revoked = revoked
    self.commands = commands
  }

  package func text(_ style: Style) -> String {
    var page = Page(style)
    page.line("offboarded \(person, .strong) on the branch \(branch), commit \(commit.short)")
    if let revoked {
      page.gap()
      page.line(
        revoked.isEmpty
          ? "No live grant ends with it." : "Once it is in force, the next run revokes:")
      for grant in revoked {
        page.line(
          "\(grant.subject, .strong) on \(grant.entitlementName) until \(style.moment(grant.end))  \(grant.id, .faint)",
          indent: 2)
      }
    } else {
      page.line("Without --anchor the ledger is not asked what will be revoked.")
    }
    page.gap()
    page.line("Next:")
    for command in commands { page.whole("\(command)", indent: 2) }
    page.line(
      "Then whoever governs the file merges it with a signature; a suspension counts as soon as it lands.",
      indent: 2)
    return page.text
  }

  package var json: JSONValue {
    JSONValue(present: [
      "person": JSONValue(text: person), "branch": .string(branch),
      "commit": JSONValue(text: commit),
      "revoked": revoked.map { .array($0.map { JSONValue($0) }) },
      "commands": JSONValue(commands) { .string($0) },
    ])
  }
}
