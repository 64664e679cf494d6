/// Different people for the lines of one approvals list: the largest assignment there is.
///
/// One person takes one line (DESIGN section 3, "if any assignment works, it is satisfied"), so taking
/// people line by line would refuse lists that another order satisfies. Kuhn's algorithm finds the
/// largest assignment; people and slots are tried in a fixed order, so every runner finds the same one.
package struct Assignment: Sendable {
  /// A line: so many of these people.
  package struct Slot: Sendable {
    package let count: Int
    package let people: [IdentityID]

    package init(count: Int, people: [IdentityID]) {
      self.count = count
      self.people = people
    }
  }

  /// For each slot the people that took it, sorted.
  package let taken: [[IdentityID]]
  /// How many people each slot still lacks.
  package let missing: [Int]

  /// Finds an assignment that fills as many places as any: Kuhn's augmenting paths, people and places in a fixed order, so
  /// that every runner names the same people.
  package init(slots: [Slot]) {
    let candidates = slots.map { Set($0.people).sorted() }
    var seats: [Int] = []
    for (slot, line) in slots.enumerated() {
      // A seat that nobody could ever take needs no place in the search.
      seats += Array(repeating: slot, count: min(line.count, candidates[slot].count))
    }
    var seatOf: [IdentityID: Int] = [:]

    func seat(_ place: Int, visited: inout Set<IdentityID>) -> Bool {
      for person in candidates[seats[place]] where visited.insert(person).inserted {
        guard let other = seatOf[person] else {
          seatOf[person] = place
          return true
        }
        if seat(other, visited: &visited) {
          seatOf[person] = place
          return true
        }
      }
      return false
    }

    for place in seats.indices {
      var visited: Set<IdentityID> = []
      _ = seat(place, visited: &visited)
    }
    var taken = Array(repeating: [IdentityID](), count: slots.count)
    for (person, place) in seatOf { taken[seats[place]].append(person) }
    self.taken = taken.map { $0.sorted() }
    missing = zip(slots, taken).map { $0.count - $1.count }
  }

  /// Whether every line has all its people.
  package var isComplete: Bool { missing.allSatisfy { $0 == 0 } }
}
