export default function (config) {
  config.setTemplateFormats(["11ty.js"]);
  config.addWatchTarget(process.env.GONGSHI_DATA);
  config.setWatchThrottleWaitTime(0);
}
