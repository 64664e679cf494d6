import Model

extension EmergencyUse {
  /// Who looked at the emergency afterwards, or until when somebody has to.
  func phrase(_ style: Style) -> Phrase {
    if let review {
      let people = listed(review.by.map(\.text), joinedBy: "and")
      return "\("reviewed", .good) by \(people) \(style.moment(review.at)) in \(review.review.path)"
    }
    guard reviewBy <= style.now else {
      return "\("nobody has looked at it yet", .waiting), due \(style.moment(reviewBy))"
    }
    return "\("overdue", .bad), nobody has looked at it; due \(style.moment(reviewBy))"
  }
}
