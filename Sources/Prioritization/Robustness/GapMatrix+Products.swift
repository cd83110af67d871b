#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension GapMatrix {
  /// Weighted product model on 1 + gap: ∏(1 + g)^w, from 1 (nothing is lacking) to 2 (everything
  /// is).
  ///
  /// The 1 is added so that a single gap of 0 does not wipe out all others.
  public func weightedProducts() -> [Double] {
    (0..<rows).map { at in
      exp(zip(row(at), weights).reduce(0) { $0 + $1.1 * log1p($1.0) })
    }
  }

  /// TOPSIS against the fixed ideal (every gap 0) and the fixed worst (every gap 1): the distance
  /// from the ideal over the sum of both, 0…1; more is needier.
  ///
  /// The ideal is the standard, not the best commune, so no commune affects another. Hwang and
  /// Yoon's closeness is 1 minus this.
  public func distancesFromIdeal() -> [Double] {
    (0..<rows).map { at in
      var (ideal, worst) = (0.0, 0.0)
      for (gap, weight) in zip(row(at), weights) {
        ideal += weight * weight * gap * gap
        worst += weight * weight * (1 - gap) * (1 - gap)
      }
      let sum = ideal.squareRoot() + worst.squareRoot()
      return sum > 0 ? ideal.squareRoot() / sum : 0
    }
  }
}
