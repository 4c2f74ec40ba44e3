-- Colleges that meet each indicator, and that do not.
SELECT year, `union`, key, count_if(met) AS met, count_if(NOT met) AS not_met
FROM indicators
WHERE met IS NOT NULL
GROUP BY year, `union`, key
ORDER BY year, `union`, key
