package import Model

extension OffboardingList {
  /// Whose it is and how far it has come.
  var phrase: Phrase {
    let left =
      isComplete
      ? "complete" : "\(counted(open.count, "line")) of \(lines.count) left"
    let late: Phrase = overdue != nil && !isComplete ? ", \("overdue", .bad)" : ""
    return "\(person, .strong): \(left), owned by \(owner)" + late
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
    case .access: "\(place)no access left"
    }
  }

  /// Whether something but a person was there to close it when the list was opened.
  fileprivate var isAsked: Bool {
    // Lists of before say so by the connector's word alone.
    asks != nil || kind == .access && text != ConnectorKind.manual.rawValue
  }

  /// How far it has come.
  fileprivate func state(_ style: Style) -> Phrase {
    if let closed {
      let source = kind == .secret ? "its program" : "its connector"
      let who = closed.connector.map { "\(source) (\($0.rawValue))" }
      return
        "\("done", .good) \(style.moment(closed.at)) by \(who ?? closed.by.map(\.text).joined(separator: ", "))"
    }
    if let rotation {
      let last: Phrase =
        rotation.last.map { "last rotated \(style.moment($0))" as Phrase } ?? "never rotated"
      return "\("open", .waiting), \(last), as of \(style.moment(rotation.at))"
    }
    guard let answer else { return "\("open", .waiting)" }
    return
      "\("left", .bad) \(answer.left.joined(separator: ", ")), as of \(style.moment(answer.at))"
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
    if let due = list.due, !list.isComplete {
      page.line("to be closed by \(style.moment(due))", indent: 2)
    }
    page.line("held \(list.held.joined(separator: ", "))", indent: 2)
    page.gap()
    page.table(
      TextTable(
        rows: list.lines.map { line in
          ["\(line.id)", "\(line.words)", line.state(style)]
        }), indent: 2)
    let (asked, signed) = (list.open.filter(\.isAsked), list.open.filter { !$0.isAsked })
    if asked.contains(where: { $0.kind == .access }) {
      page.gap()
      page.line("Each run asks connectors for what is left; they close their lines themselves.")
    }
    if asked.contains(where: { $0.kind == .secret }) {
      page.gap()
      page.line(
        "Each run asks programs when secrets were last rotated; what was after \(style.moment(list.opened)) closes its line."
      )
    }
    if !signed.isEmpty {
      page.gap()
      page.line(
        "\(list.owner) closes lines by a signed merge of a file in reviews/ such as:")
      page.whole("\("person: \(list.person)")", indent: 2)
      page.whole(
        "\("done: [\(signed.map(\.id).joined(separator: ", "))]")", indent: 2)
    }
    return page.text
  }

  package var json: JSONValue { .array([JSONValue(list)]) }
}

extension JSONValue {
  /// An offboarding with its lines.
  init(_ list: OffboardingList) {
    self = JSONValue(present: [
      "person": JSONValue(text: list.person), "owner": JSONValue(text: list.owner),
      "opened": JSONValue(text: list.opened), "due": list.due.map { JSONValue(text: $0) },
      "overdue": list.overdue.map { JSONValue(text: $0) }, "cause": .string(list.cause),
      "held": JSONValue(list.held) { .string($0) },
      "state": .string(list.isComplete ? "complete" : "incomplete"),
      "lines": JSONValue(list.lines) { line in
        JSONValue(present: [
          "id": .string(line.id), "kind": .string(line.kind.rawValue),
          "system": line.system.map { JSONValue(text: $0) }, "text": .string(line.text),
          "asks": line.asks.map { .string($0.rawValue) },
          "rotation": line.rotation.map { rotation in
            JSONValue(present: [
              "at": JSONValue(text: rotation.at),
              "last": rotation.last.map { JSONValue(text: $0) },
            ])
          },
          "answer": line.answer.map { answer in
            [
              "at": JSONValue(text: answer.at),
              "left": JSONValue(answer.left) { .string($0) },
            ]
          },
          "closed": line.closed.map { closing in
            JSONValue(present: [
              "at": JSONValue(text: closing.at),
              "by": JSONValue(closing.by) { JSONValue(text: $0) },
              "review": closing.review.map { JSONValue($0) },
              "connector": closing.connector.map { .string($0.rawValue) },
            ])
          },
        ])
      },
    ])
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

extension OffboardDraftReport: Report {
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
      page.line("Without \(OptionName.anchor) the ledger is not asked what will be revoked.")
    }
    for (who, ids) in [("Nobody answers any more for", workloads), ("No sponsor has", sponsored)]
    where !ids.isEmpty {
      page.gap()
      page.line("\(who) \(ids.map(\.text).joined(separator: ", ")), who get nothing new then.")
    }
    if !approvedMandates.isEmpty {
      page.gap()
      page.line("They approved mandates, which go on; see whether they should:")
      page.mandates(approvedMandates, indent: 2)
    }
    if !faults.isEmpty {
      page.gap()
      page.line("It cannot come into force as it is, though the person is stopped once it lands:")
      page.reasons(faults, indent: 2)
    }
    if let change {
      page.gap()
      page.line("To come into force it takes:")
      for requirement in change.requirements { page.requirement(requirement) }
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
      "faults": JSONValue(faults), "workloads": JSONValue(workloads) { JSONValue(text: $0) },
      "sponsored": JSONValue(sponsored) { JSONValue(text: $0) },
      "mandates": approvedMandates.isEmpty
        ? nil : JSONValue(approvedMandates) { JSONValue($0) },
      "commands": JSONValue(commands) { .string($0) },
    ])
  }
}
