-- What is to be asked about, of how many colleges and how often.
SELECT source, code, level, title, count(DISTINCT college) AS colleges, sum(times) AS times
FROM findings
GROUP BY source, code, level, title
ORDER BY source, code, level, title
