package import Model

/// The places of requests by `subjects` in at most `count` shares that can be judged side by side: what is granted in
/// one share bears on no judgement in another.
///
/// A request is judged beside what its subject holds, and those related to it: owners and their workloads.
/// So all whose subject is related to somebody stay together, and so do the requests of each subject.
/// - Parameter subjects: Who asks in each request; nil for a file that is none, which goes anywhere.
/// - Returns: The places in each share in ascending order, since a request is judged after those before it.
package func independentShares(
  of subjects: [IdentityID?], under policy: Policy, atMost count: Int
) -> [[Int]] {
  var shares = Array(repeating: [Int](), count: count)
  var shareOf: [IdentityID: Int] = [:]
  for (place, subject) in subjects.enumerated() {
    guard let subject else {
      shares[place % count].append(place)
      continue
    }
    let share =
      shareOf[subject]
      ?? (policy.identities(countedWith: subject).count > 1 ? 0 : shareOf.count % count)
    shareOf[subject] = share
    shares[share].append(place)
  }
  return shares
}
