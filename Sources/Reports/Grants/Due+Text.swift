import Model

extension Due {
  /// What falls due and when, and who should know.
  func phrase(_ style: Style) -> Phrase {
    let link = kind == .review ? " by" : ""
    let people: Phrase =
      recipients.isEmpty
      ? "" : ", for \(Phrase(whole: recipients.map(\.text).joined(separator: ", ")))"
    return "\(words)\(link) \(style.moment(at))" + people
  }
}

extension Page {
  /// Adds what falls due soon.
  mutating func due(_ dues: [Due]) {
    gap()
    if dues.isEmpty { line("nothing falls due in that time") }
    for due in dues { line("\("due", .waiting)  " + due.phrase(style)) }
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
