import Model
import Testing

private func window(_ start: Int64, _ end: Int64) -> Window {
  Window(start: Instant(clampingSeconds: start), end: Instant(clampingSeconds: end))
}

@Suite struct WindowTests {
  @Test func atItsEndItIsOver() {
    let window = window(10, 20)
    #expect(window.length == .seconds(10))
    for (second, isInside) in [(Int64(9), false), (10, true), (19, true), (20, false)] {
      #expect(window.contains(Instant(clampingSeconds: second)) == isInside)
    }
  }

  @Test(arguments: [
    (Int64(0), Int64(5), false, Int64(5)), (0, 10, false, 0), (0, 11, true, 0), (12, 15, true, 0),
    (0, 30, true, 0), (19, 30, true, 0), (20, 30, false, 0), (27, 30, false, 7),
    (10, 10, false, 0),
  ])
  func twoWindows(_ start: Int64, _ end: Int64, _ overlaps: Bool, _ gap: Int64) {
    let one = window(10, 20)
    let other = window(start, end)
    #expect(one.overlaps(other) == overlaps)
    #expect(other.overlaps(one) == overlaps)
    #expect(one.gap(to: other) == .seconds(gap))
    #expect(other.gap(to: one) == .seconds(gap))
  }

  @Test func theyOverlapWhereASecondLiesInBoth() {
    for numbers in 0..<(6 * 6 * 6 * 6) {
      let (a, b, c, d) = (numbers % 6, numbers / 6 % 6, numbers / 36 % 6, numbers / 216)
      guard a < b, c < d else { continue }
      let one = window(Int64(a), Int64(b))
      let other = window(Int64(c), Int64(d))
      let shared = (0..<6).map { Instant(clampingSeconds: $0) }
        .contains { one.contains($0) && other.contains($0) }
      #expect(one.overlaps(other) == shared)
    }
  }

  @Test func aDenialTouchesWhatItSharesAnInstantWith() {
    func touches(_ from: Int64?, _ until: Int64?) -> Bool {
      Denial(
        message: "", from: from.map { Instant(clampingSeconds: $0) },
        until: until.map { Instant(clampingSeconds: $0) }, mark: somewhere
      ).touches(window(10, 20))
    }
    #expect(touches(nil, nil))
    #expect(touches(19, nil))
    #expect(!touches(20, nil))
    #expect(touches(nil, 11))
    #expect(!touches(nil, 10))
    #expect(touches(12, 13))
    #expect(!touches(1, 10))
  }
}
