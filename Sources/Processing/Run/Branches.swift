import Git
package import Model

/// What a run found at the ends of the two branches.
package struct Branches {
  package let mainline: ObjectID
  package let ledger: ObjectID?
}
