export { DemoMailbox, type DemoMessage } from './demo-mailbox.js';
export { MailServer, type MailServerOptions } from './mail-server.js';
export { SmsGateway, type SmsGatewayOptions } from './sms-gateway.js';
