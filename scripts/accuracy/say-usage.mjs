// Loaded into a process with `--import`: says at its end what it has used.
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
  process.stderr.write(`usage: ${cpuSeconds.toFixed(2)} s, ${Math.round(maxRSS / 1024)} MB\n`);
});
