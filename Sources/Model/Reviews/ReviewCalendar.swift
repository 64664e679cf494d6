/// Since when each system's access is to be reviewed, and when it last was: the ledger's `schedule.json`.
package struct ReviewCalendar: Hashable, Sendable, Codable {
  /// What is known of one system.
  package struct Entry: Hashable, Sendable, Codable {
    package let system: SystemID
    /// When a run first saw that the system has reviews.
    package let since: Instant
    /// The last review that counted.
    package var last: Last?

    package init(system: SystemID, since: Instant, last: Last? = nil) {
      self.system = system
      self.since = since
      self.last = last
    }
  }

  /// Who reviewed a system's access, and when.
  package struct Last: Hashable, Sendable, Codable {
    package let at: Instant
    package let review: RequestKey
    package let by: [IdentityID]

    package init(at: Instant, review: RequestKey, by: [IdentityID]) {
      self.at = at
      self.review = review
      self.by = by
    }
  }

  /// Sorted by system.
  package private(set) var systems: [Entry]

  /// Sorts by system.
  package init(systems: [Entry] = []) {
    self.systems = systems.sorted { $0.system < $1.system }
  }

  /// What is known of `system`.
  package subscript(system: SystemID) -> Entry? {
    let place = place(of: system)
    return place < systems.count && systems[place].system == system ? systems[place] : nil
  }

  /// Puts `entry` in the place of what was known of its system.
  package mutating func note(_ entry: Entry) {
    let place = place(of: entry.system)
    if place < systems.count, systems[place].system == entry.system {
      systems[place] = entry
    } else {
      systems.insert(entry, at: place)
    }
  }

  private func place(of system: SystemID) -> Int {
    var range = 0..<systems.count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if systems[middle].system < system {
        range = (middle + 1)..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    return range.lowerBound
  }
}

/// A review that nobody landed in time; it stays in the cursor until somebody does.
package struct OverdueReview: Hashable, Sendable, Codable {
  package let system: SystemID
  /// Present where it is an emergency grant that waits for its review.
  package let grant: GrantID?
  package let due: Instant
  package let reason: Reason

  package init(system: SystemID, grant: GrantID?, due: Instant, reason: Reason) {
    self.system = system
    self.grant = grant
    self.due = due
    self.reason = reason
  }
}
