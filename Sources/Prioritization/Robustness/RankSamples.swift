/// The ranks of all communes under many weight vectors, and their quantiles.
struct RankSamples {
  let samples: Int
  private let communes: Int
  private let top: Int
  /// By commune, one vector after another.
  private var ranks: [Int32]
  private var added = 0
  /// Vectors not yet moved into ``ranks``, one after another.
  private var recent: [Int32]
  private var waiting = 0
  /// The number of ranks in one cache line.
  private static let block = 16

  init(communes: Int, top: Int, samples: Int) {
    (self.communes, self.top, self.samples) = (communes, top, samples)
    ranks = [Int32](repeating: 0, count: communes * samples)
    recent = [Int32](repeating: 0, count: communes * Self.block)
  }

  /// Vectors are collected and moved together, because each commune's ranks lie on a separate
  /// memory page.
  mutating func add(_ sample: [Int32]) {
    let first = waiting * communes
    recent.withUnsafeMutableBufferPointer { recent in
      sample.withUnsafeBufferPointer { sample in
        for at in 0..<communes { recent[first + at] = sample[at] }
      }
    }
    waiting += 1
    if waiting == Self.block || added + waiting == samples { move() }
  }

  private mutating func move() {
    let (samples, added, communes, waiting) = (samples, added, communes, waiting)
    recent.withUnsafeBufferPointer { recent in
      ranks.withUnsafeMutableBufferPointer { ranks in
        for at in 0..<communes {
          for vector in 0..<waiting {
            ranks[at * samples + added + vector] = recent[vector * communes + at]
          }
        }
      }
    }
    self.added += waiting
    self.waiting = 0
  }

  /// For each commune, the 5 % and 95 % quantiles, and the number of ranks that are at most `top`.
  func summary() -> [(low: Int, high: Int, top: Int)] {
    let five = max(1, (samples * 5 + 99) / 100)
    let ninetyFive = max(1, (samples * 95 + 99) / 100)
    // First counts ranks in groups of 64, then within the group that contains the quantile.
    var coarse = [Int32](repeating: 0, count: communes / 64 + 2)
    var fine = [Int32](repeating: 0, count: 64)
    return ranks.withUnsafeBufferPointer { ranks in
      (0..<communes).map { commune in
        let own = ranks[commune * samples..<commune * samples + samples]
        for at in coarse.indices { coarse[at] = 0 }
        var top = 0
        for rank in own {
          coarse[Int(rank >> 6)] += 1
          if Int(rank) <= self.top { top += 1 }
        }
        func quantile(_ wanted: Int) -> Int {
          var (seen, block) = (0, 0)
          while seen + Int(coarse[block]) < wanted {
            seen += Int(coarse[block])
            block += 1
          }
          for at in fine.indices { fine[at] = 0 }
          for rank in own where Int(rank >> 6) == block { fine[Int(rank & 63)] += 1 }
          var place = 0
          while seen + Int(fine[place]) < wanted {
            seen += Int(fine[place])
            place += 1
          }
          return block * 64 + place
        }
        return (quantile(five), quantile(ninetyFive), top)
      }
    }
  }
}
