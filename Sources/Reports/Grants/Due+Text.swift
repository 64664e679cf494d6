import Model

extension Due {
  /// What falls due and when, and who should know.
  func phrase(_ style: Style) -> Phrase {
    let link: Phrase =
      switch kind {
      case .grant, .contract, .verification, .mandate: ""
      case .review, .offboarding, .adoption: " by"
      case .giving, .taking: ", since"
      }
    let people: Phrase =
      recipients.isEmpty
      ? "" : ", for \(Phrase(whole: recipients.map(\.text).joined(separator: ", ")))"
    return "\(words)" + link + " \(style.moment(time.instant))" + people
  }
}

extension Page {
  /// Adds what falls due soon.
  mutating func due(_ dues: [Due]) {
    gap()
    if dues.isEmpty { line("nothing falls due in that time") }
    for due in dues { line("\("due", .waiting)  " + due.phrase(style)) }
  }

  /// Adds what waits for somebody to do it by hand, with how that is done.
  mutating func handWork(_ dues: [Due], indent: Int = 0) {
    for due in dues {
      gap()
      line("\("by hand", .waiting)  " + due.phrase(style), indent: indent, hanging: 9)
      instructions(of: due, indent: indent + 2)
      if let grant = due.grant {
        mend("countersign review confirm \(grant), once it is done", indent: indent + 2)
      }
    }
  }

  /// Adds what is to be done, in the words of the system's file, a line each.
  mutating func instructions(of due: Due, indent: Int) {
    guard let runbook = due.runbook else { return }
    for (place, text) in runbook.split(separator: "\n", omittingEmptySubsequences: true)
      .enumerated()
    {
      line("\(place == 0 ? "runbook: " : "         ", .faint)\(text)", indent: indent, hanging: 9)
    }
  }

  /// Adds the reviews that nobody landed in time.
  mutating func overdue(_ reviews: [OverdueReview]) {
    for review in reviews {
      gap()
      line("\("overdue", .bad)  review of \(review.system), due \(style.moment(review.due))")
      reason(review.reason, indent: 2)
    }
  }
}
