import Foundation
import Reporting

/// The line of a simulated commune, which its computers share, derived from the seed.
struct Line {
  /// Bits per second in the slower direction.
  let bitsPerSecond: Int
  let latencySeconds: Double

  /// - Parameter random: the commune's, the same for all its computers.
  init(profile: Profile, random: inout SeededGenerator) {
    let range =
      switch profile {
      case .lacking: 1e6...9e6
      case .ordinary, .silent: 12e6...70e6
      case .equipped: 60e6...240e6
      }
    bitsPerSecond = Int(Double.random(in: range, using: &random))
    latencySeconds = Double.random(in: 0.008...0.09, using: &random)
  }

  /// The result of one night's measurement; every measurement differs a little.
  func measured(_ random: inout SeededGenerator) -> BandwidthFacts {
    func seen(_ value: Double) -> Double { value * Double.random(in: 0.93...1.02, using: &random) }
    let upload = Int(seen(Double(bitsPerSecond)))
    let download = Int(seen(Double(bitsPerSecond) * 1.4))
    return BandwidthFacts(
      downloadBitsPerSecond: download, uploadBitsPerSecond: upload,
      latencySeconds: seen(latencySeconds), jitterSeconds: seen(latencySeconds / 12),
      retransmitRatio: seen(0.004), bytesUsed: min(80_000_000, (upload + download) / 2),
      durationSeconds: seen(9), server: "https://centre.example")
  }
}
