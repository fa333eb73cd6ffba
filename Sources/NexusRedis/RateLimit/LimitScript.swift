/// The generic cell rate algorithm as a Lua script for Redis.
///
/// The key holds when the bucket was charged, in microseconds since the epoch, how full it then was, and at how many requests a minute
/// that flows off. One request weighs 60,000,000, so one microsecond takes away as much as there are requests a minute, and nothing is
/// ever rounded: Lua's doubles hold integers up to 2^53, far more than the largest rule needs.
///
/// A rejected request writes nothing, with two exceptions that cost it nothing: what was consumed under a slower rate flows off at the
/// faster one from then on, and a clock that stepped back does not keep the bucket from emptying. What was consumed stays consumed, in
/// requests, under whichever rule: servers with the old and the new configuration may use one bucket in turn.
/// The key expires when the bucket is empty.
enum LimitScript {
    /// KEYS: the bucket. ARGV: requests a minute, capacity. Answers: admitted, remaining, microseconds to full, microseconds to the next.
    static let source = """
        local rpm = tonumber(ARGV[1])
        local weight = 60000000
        local full = tonumber(ARGV[2]) * weight
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
        local debt = 0
        local rate = rpm
        local heals = false
        local stored = redis.call('GET', KEYS[1])
        if stored then
          local at, level, pace = string.match(stored, '^(%d+)%.(%d+)%.(%d+)$')
          if not at then return redis.error_reply('NOBUCKET the key holds something else') end
          rate = tonumber(pace)
          debt = math.max(0, tonumber(level) - math.max(0, now - tonumber(at)) * rate)
          heals = rpm > rate or tonumber(at) > now
        end
        local admitted = 0
        if debt + weight <= full then
          admitted = 1
          debt = debt + weight
          rate = rpm
        elseif heals then
          rate = math.max(rate, rpm)
        end
        local function micros(units)
          local rest = math.fmod(units, rate)
          return (units - rest) / rate + (rest > 0 and 1 or 0)
        end
        local reset = micros(debt)
        if admitted == 1 or heals then
          redis.call('SET', KEYS[1], string.format('%.0f.%.0f.%.0f', now, debt, rate), 'PX', string.format('%.0f', math.ceil(reset / 1000)))
        end
        local free = math.max(0, full - debt)
        return {admitted, (free - math.fmod(free, weight)) / weight, reset, micros(math.max(0, debt + weight - full))}
        """
}
