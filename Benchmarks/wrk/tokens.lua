-- wrk … -s tokens.lua URL -- TOKENS [COUNT]: sends the first COUNT tokens of the file in turn, all of them by default.
local requests, position = {}, 0

function init(arguments)
    local count = tonumber(arguments[2]) or math.huge
    for token in io.lines(arguments[1]) do
        if #requests >= count then break end
        requests[#requests + 1] = wrk.format("GET", nil, { ["Authorization"] = "Bearer " .. token })
    end
    position = math.random(#requests)
end

function request()
    position = position % #requests + 1
    return requests[position]
end
