/// Ranks all communes under one weight vector after another, without sorting them all: their scores
/// are distributed over four bins for each commune, and only those that share a bin are compared.
struct RankCounter {
  /// By criterion, one commune after another: gaps times emphasis, 0…1.
  private let columns: [[Double]]
  private let count: Int
  private let bins: Int
  private var scores: [Double]
  private var bin: [Int32]
  private var starts: [Int32]
  /// The communes by bin, and their scores in the same order.
  private var members: [Int32]
  private var ranks: [Int32]

  init(_ standings: [Standing], emphases: [Double]) {
    count = standings.count
    let criteria = standings.first?.gapLow.count ?? 0
    columns = (0..<criteria).map { at in
      zip(standings, emphases).map { $0.gapLow[at] * $1 }
    }
    bins = max(16, count * 4)
    scores = [Double](repeating: 0, count: count)
    bin = [Int32](repeating: 0, count: count)
    starts = [Int32](repeating: 0, count: bins + 1)
    members = [Int32](repeating: 0, count: count)
    ranks = [Int32](repeating: 0, count: count)
  }

  /// - Parameter use: Receives the ranks in the order of the communes, from 1.
  mutating func rank(_ weights: [Double], _ use: ([Int32]) -> Void) {
    score(weights)
    spread()
    rankBins()
    use(ranks)
  }

  private mutating func score(_ weights: [Double]) {
    let columns = columns
    scores.withUnsafeMutableBufferPointer { scores in
      for at in scores.indices { scores[at] = 0 }
      for (column, weight) in zip(columns, weights) {
        column.withUnsafeBufferPointer { column in
          for at in 0..<min(scores.count, column.count) { scores[at] += weight * column[at] }
        }
      }
    }
  }

  /// Puts each commune into its bin; the greatest scores go into the first.
  private mutating func spread() {
    let bins = bins
    scores.withUnsafeBufferPointer { scores in
      bin.withUnsafeMutableBufferPointer { bin in
        starts.withUnsafeMutableBufferPointer { starts in
          members.withUnsafeMutableBufferPointer { members in
            // The bins cover the range from the least score to the greatest.
            var (least, most) = (Double.infinity, -Double.infinity)
            for score in scores {
              if score < least { least = score }
              if score > most { most = score }
            }
            let scale = most > least ? Double(bins - 1) / (most - least) : 0
            for at in starts.indices { starts[at] = 0 }
            for at in scores.indices {
              let place = Int32((most - scores[at]) * scale)
              bin[at] = place
              starts[Int(place) + 1] += 1
            }
            // Kept in a register: otherwise each sum would wait for the previous one's trip through
            // memory.
            var sum: Int32 = 0
            for at in starts.indices {
              sum &+= starts[at]
              starts[at] = sum
            }
            for at in scores.indices {
              let place = Int(bin[at])
              members[Int(starts[place])] = Int32(truncatingIfNeeded: at)
              // Afterwards each bin's start has advanced to its end, where the next bin starts.
              starts[place] += 1
            }
          }
        }
      }
    }
  }

  private mutating func rankBins() {
    let (count, bin) = (count, bin)
    scores.withUnsafeBufferPointer { scores in
      starts.withUnsafeBufferPointer { ends in
        members.withUnsafeMutableBufferPointer { members in
          ranks.withUnsafeMutableBufferPointer { ranks in
            var first = 0
            while first < count {
              let end = Int(ends[Int(bin[Int(members[first])])])
              Self.rank(members, scores, ranks, from: first, to: end)
              first = end
            }
          }
        }
      }
    }
  }

  /// Sorts and ranks the communes of one bin, which are few.
  private static func rank(
    _ members: UnsafeMutableBufferPointer<Int32>, _ scores: UnsafeBufferPointer<Double>,
    _ ranks: UnsafeMutableBufferPointer<Int32>, from first: Int, to last: Int
  ) {
    if last - first == 1 {
      ranks[Int(members[first])] = Int32(truncatingIfNeeded: first + 1)
      return
    }
    if last - first > 32 {
      // Many equal scores: use a real sort.
      members[first..<last].sort { scores[Int($0)] > scores[Int($1)] }
    } else {
      for at in first + 1..<last {
        let member = members[at]
        var place = at
        while place > first, scores[Int(members[place - 1])] < scores[Int(member)] {
          members[place] = members[place - 1]
          place -= 1
        }
        members[place] = member
      }
    }
    var rank = first
    for at in first..<last {
      if at > first, scores[Int(members[at])] < scores[Int(members[at - 1])] { rank = at }
      ranks[Int(members[at])] = Int32(truncatingIfNeeded: rank + 1)
    }
  }
}
