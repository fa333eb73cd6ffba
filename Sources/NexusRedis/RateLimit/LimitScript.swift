/// The generic cell rate algorithm as a Lua script for Redis.
///
/// The key holds the theoretical arrival time, the moment at which the bucket is full again: whole microseconds since the epoch, and
/// a rest in units of 1/rpm microsecond. In that unit one request weighs exactly 60,000,000 and a full bucket exactly
/// capacity times as much, so nothing is ever rounded: Lua's doubles hold integers up to 2^53, which bounds the capacity.
/// A rejected request writes nothing. The key expires when the bucket is full. When Redis' clock steps back, a debt is cut to one
/// whole bucket, so nobody is locked out for longer than an empty bucket takes to fill.
enum LimitScript {
    /// Largest capacity for which all arithmetic stays below 2^53; a rule's is smaller.
    static let maximumCapacity = 100_000_000

    /// KEYS: the bucket. ARGV: requests a minute, capacity. Answers: admitted, remaining, microseconds to full, microseconds to the next.
    static let source = """
        local rpm = tonumber(ARGV[1])
        local weight = 60000000
        local full = tonumber(ARGV[2]) * weight
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
        local function micros(units)
          local rest = math.fmod(units, rpm)
          return (units - rest) / rpm + (rest > 0 and 1 or 0)
        end
        local debt = 0
        local stored = redis.call('GET', KEYS[1])
        if stored then
          local whole, rest = string.match(stored, '^(%d+)%.(%d+)$')
          if not whole then return redis.error_reply('NOBUCKET the key holds something else') end
          debt = (tonumber(whole) - now) * rpm + math.min(tonumber(rest), rpm - 1)
          debt = math.max(0, math.min(debt, full))
        end
        local admitted = 0
        if debt + weight <= full then
          admitted = 1
          debt = debt + weight
          local rest = math.fmod(debt, rpm)
          local value = string.format('%.0f.%.0f', now + (debt - rest) / rpm, rest)
          redis.call('SET', KEYS[1], value, 'PX', string.format('%.0f', math.ceil(micros(debt) / 1000)))
        end
        local left = math.fmod(full - debt, weight)
        return {admitted, (full - debt - left) / weight, micros(debt), micros(math.max(0, debt + weight - full))}
        """
}
