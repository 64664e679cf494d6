internal import Git
import Model

/// Objects that were read, kept for as long as they are among the last so many.
///
/// Two generations: what is used moves into the young one, and where that is full the old one is forgotten.
/// So whatever was read among the last `weight` is there, and never more than about twice as much is held.
struct KeptObjects<Value> {
  private let weight: Int
  private var young: [ObjectID: (value: Value, weight: Int)] = [:]
  private var old: [ObjectID: (value: Value, weight: Int)] = [:]
  private var youngWeight = 0

  /// - Parameter weight: How much the young ones may weigh together.
  init(weight: Int) { self.weight = weight }

  subscript(id: ObjectID) -> Value? {
    mutating get {
      if let known = young[id] { return known.value }
      guard let known = old.removeValue(forKey: id) else { return nil }
      keep(known.value, as: id, weight: known.weight)
      return known.value
    }
  }

  mutating func keep(_ value: Value, as id: ObjectID, weight: Int) {
    if youngWeight + weight > self.weight, !young.isEmpty {
      old = young
      young = [:]
      youngWeight = 0
    }
    young[id] = (value, weight)
    youngWeight += weight
  }
}
