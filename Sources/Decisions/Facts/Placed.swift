import Model

/// A value and the place in the policy that set it.
struct Placed<Value: Sendable>: Sendable {
  let value: Value
  let location: SourceLocation

  init(_ value: Value, at location: SourceLocation) {
    self.value = value
    self.location = location
  }

  init(_ marked: Marked<Value>, in file: String) where Value: Hashable {
    self.init(marked.value, at: SourceLocation(file: file, mark: marked.mark))
  }
}
