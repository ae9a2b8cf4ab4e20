// Loaded before the scorer, which knows ports 80 and 443 alone and looks names up: for this name the
// ports are those that DOULA_HTTP and DOULA_HTTPS name, on this machine. Nothing else is reached.
import fs from "node:fs";
import net from "node:net";

// Installed without scripts, the scorer has no list of preloaded names; there is none of ours in it.
const preloaded = new URL("node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json", import.meta.url);
if (!fs.existsSync(preloaded)) {
  fs.writeFileSync(preloaded, "{}");
}

const ports = { 80: process.env.DOULA_HTTP, 443: process.env.DOULA_HTTPS };
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function (...args) {
  const [options, heard] = Array.isArray(args[0]) ? args[0] : args;
  const port = options.host === process.env.DOULA_NAME ? ports[options.port] : undefined;
  if (!port) {
    throw new Error(`${options.host}:${options.port} is not for this scan`);
  }
  return connect.call(this, { ...options, host: "127.0.0.1", port: Number(port) }, heard);
};
