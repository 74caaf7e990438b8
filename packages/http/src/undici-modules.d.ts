// undici declares types for its index only, not for the files behind it. Those may be imported, as its manifest has no
// `exports`, and stay where they are, as ours pins its exact version.
declare module 'undici/lib/dispatcher/agent.js' {
  export { Agent as default } from 'undici';
}

declare module 'undici/lib/dispatcher/proxy-agent.js' {
  export { ProxyAgent as default } from 'undici';
}

declare module 'undici/lib/dispatcher/dispatcher.js' {
  export { Dispatcher as default } from 'undici';
}

declare module 'undici/lib/api/index.js' {
  const methods: object;
  export default methods;
}
