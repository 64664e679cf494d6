internal import Model

extension ObjectSchema {
  static let mandate = ObjectSchema(MandateKeys.self) { key in
    switch key {
    case .subject: .required(.plainName, "The workload or person that may ask by it.")
    case .entitlements:
      .required(
        .list(of: .entitlementName, mayBeEmpty: false, isDistinct: true), "What it may ask for.")
    case .each: .required(.duration, "The longest single window.")
    case .grants: .required(.integer(1...Limits.mandateGrants), "How many grants in all.")
    case .until: .required(.instant, "Every window ends by then.")
    case .hours: .optional(.object(.mandateHours), "When windows may lie.")
    case .atOnce:
      .optional(
        .integer(1...Limits.mandateGrants), "How many are live or scheduled at a time; 1 else.")
    case .reason: .required(.prose, "Why, for those who approve and those who audit.")
    }
  }

  private static let mandateHours = ObjectSchema(MandateHoursKeys.self) { key in
    switch key {
    case .days: .required(.words(of: Weekday.self), "The days on which windows begin.")
    case .from: .required(.timeOfDay, "In UTC.")
    case .to: .required(.timeOfDay, "In UTC; on the next day where it is not later than `from`.")
    }
  }

  /// What a case of a policy test says was approved in advance.
  static let assumedMandate = ObjectSchema(AssumedMandateKeys.self) { key in
    switch key {
    case .each: .required(.duration, "The longest single window.")
    case .grants: .optional(.integer(1...Limits.mandateGrants), "How many in all; 1 else.")
    case .used: .optional(.integer(0...Limits.mandateGrants), "How many of them are used.")
    case .until: .required(.instant, "Every window ends by then.")
    case .hours: .optional(.object(.mandateHours), "When windows may lie.")
    case .atOnce: .optional(.integer(1...Limits.mandateGrants), "How many at a time; 1 else.")
    case .approvedBy: .required(.names(mayBeEmpty: true), "Who approved the mandate.")
    }
  }
}

extension FieldSchema {
  /// Hours and minutes, to 24:00.
  fileprivate static let timeOfDay = FieldSchema.text(
    pattern: "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", limit: nil)
}
