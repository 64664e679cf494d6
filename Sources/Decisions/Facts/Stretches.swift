import Model

/// Stretches of time in order, each apart from the next: windows that overlap or touch are one.
///
/// Keeping them apart and sorted makes adding one, and looking around one, a matter of a few steps
/// however many short windows somebody stacks up (THREATS row 46).
struct Stretches {
  private var windows: [Window] = []

  mutating func add(_ window: Window) {
    guard window.start < window.end else { return }
    let first = index { $0.end < window.start }
    let last = index { $0.start <= window.end }
    let met = windows[first..<max(first, last)]
    let whole = Window(
      start: min(window.start, met.first?.start ?? window.start),
      end: max(window.end, met.last?.end ?? window.end))
    windows.replaceSubrange(met.indices, with: CollectionOfOne(whole))
  }

  /// The first stretch that some instant of `window` lies in.
  func first(overlapping window: Window) -> Window? {
    let place = index { $0.end <= window.start }
    guard place < windows.endIndex, windows[place].overlaps(window) else { return nil }
    return windows[place]
  }

  /// From first start to last end, all that hangs together with `window`: what overlaps it or lies less
  /// than `gap` from it or from what hangs together with it.
  ///
  /// Nothing more is looked at once that is longer than `limit`.
  func joined(with window: Window, lessThan gap: Duration, upTo limit: Duration) -> Window {
    func hangsTogether(_ left: Window, _ right: Window) -> Bool {
      left.overlaps(right) || left.gap(to: right) < gap
    }
    var whole = window
    var right = index { $0.end <= window.start }
    var left = right - 1
    while right < windows.endIndex, whole.length <= limit, hangsTogether(whole, windows[right]) {
      whole = Window(
        start: min(whole.start, windows[right].start), end: max(whole.end, windows[right].end))
      right += 1
    }
    while left >= 0, whole.length <= limit, hangsTogether(windows[left], whole) {
      whole = Window(start: windows[left].start, end: whole.end)
      left -= 1
    }
    return whole
  }

  /// The first place whose stretch does not lie `before`, which holds up to some place and then no more.
  private func index(before: (Window) -> Bool) -> Int {
    var low = windows.startIndex
    var high = windows.endIndex
    while low < high {
      let middle = low + (high - low) / 2
      if before(windows[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
